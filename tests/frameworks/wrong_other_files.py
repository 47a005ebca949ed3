"""Files and archives that no importer reads, as they are sent, downloaded and renamed."""

from __future__ import annotations

from tests.frameworks.miniatures import TABLES
from tests.frameworks.wrong_files import Wrong, zipped
from tests.frameworks.wrong_tables import HTML, LOCKED_BOOK, OLD_BOOK, OLE

__all__ = ["WRONG"]

ROLE = '<urn:a> a <https://w3id.org/ecomgraph/ns#Role> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "A" .'
OPEN = "application/vnd.oasis.opendocument."
TEAM = "Skill,Baker\nKneading,3\n"

WRONG = {
    "a document": [
        Wrong(
            "a document of Word",
            "ladder.docx",
            zipped(word__document_xml="<w/>"),
            "ladder.docx: is a Word document, which is not read; make one table with skills as rows and roles "
            "as columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "an old document of Word",
            "ladder.doc",
            OLE + "WordDocument".encode("utf-16-le"),
            "ladder.doc: is a Word document (.doc), which is not read; make one table with skills as rows and "
            "roles as columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a presentation",
            "ladder.pptx",
            zipped(ppt__presentation_xml="<p/>"),
            "ladder.pptx: is a PowerPoint presentation, which is not read; make one table with skills as rows "
            "and roles as columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a PDF",
            "ladder.pdf",
            b"%PDF-1.7\n%\xe2\xe3",
            "ladder.pdf: is a PDF document, which is not read; make one table with skills as rows and roles as "
            "columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a PDF called .csv",
            "ladder.csv",
            b"%PDF-1.7\n%\xe2\xe3",
            "ladder.csv: is a PDF document, which is not read; make one table with skills as rows and roles as "
            "columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a PDF called .yaml",
            "ladder.yaml",
            b"%PDF-1.7\n%\xe2\xe3",
            "ladder.yaml: is a PDF document, which is not read; make one table with skills as rows and roles as"
            " columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "Rich Text",
            "ladder.rtf",
            r"{\rtf1\ansi Ladder}",
            "ladder.rtf: is a document in Rich Text Format (.rtf), which is not read; make one table with "
            "skills as rows and roles as columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a text document of LibreOffice",
            "ladder.odt",
            zipped(mimetype=OPEN + "text", content_xml="<x/>"),
            "ladder.odt: is a text document (.odt), which is not read; make one table with skills as rows and "
            "roles as columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a document of Pages",
            "ladder.pages",
            zipped(Index__Document_iwa="x"),
            "ladder.pages: is a document of Numbers, Pages or Keynote, which is not read; export it as Excel "
            "(.xlsx) or CSV, which Numbers does",
        ),
        Wrong(
            "a page",
            "ladder.md",
            "# Ladder\n\nJunior bakers knead.\n",
            "ladder.md: is Markdown, which is not read; make one table with skills as rows and roles as columns"
            " (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a web page",
            "ladder.html",
            HTML,
            "ladder.html: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
        ),
        Wrong(
            "a photograph",
            "ladder.png",
            b"\x89PNG\r\n\x1a\n" + bytes(20),
            "ladder.png: is an image, which is not read; make one table with skills as rows and roles as "
            "columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a photograph of a telephone",
            "ladder.heic",
            bytes(3) + b"\x18ftypheic" + bytes(20),
            "ladder.heic: is an image, which is not read; make one table with skills as rows and roles as "
            "columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "some text",
            "ladder.txt",
            "Junior bakers knead. Senior bakers bake.\n",
            "ladder.txt: is plain text, which is not read; make one table with skills as rows and roles as "
            "columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
    ],
    "a table": [
        Wrong(
            "bars between cells",
            "team.csv",
            "Skill|Baker\nKneading|3\n",
            "team.csv: is separated by |; save it with commas, semicolons or tabs",
        ),
        Wrong(
            "YAML without its ending",
            "team.dat",
            "roles:\n- Baker\n",
            "team.dat: seems to be YAML; rename it to .yaml, or use --as yaml",
        ),
        Wrong(
            "Turtle without its ending",
            "team.dat",
            "@prefix : <urn:x:> .\n:a a :b .\n",
            "team.dat: seems to be Turtle; rename it to .ttl, or use --as turtle",
        ),
        Wrong(
            "an old workbook",
            "team.xls",
            OLD_BOOK,
            "team.xls: is an old workbook of Excel (.xls), which is not read; open it in a spreadsheet program, "
            "and save it as .xlsx, or each sheet as CSV",
        ),
        Wrong(
            "a web page called .xls, as some systems write it",
            "team.xls",
            HTML,
            "team.xls: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
        ),
        Wrong(
            "Excel's XML of 2003",
            "team.xml",
            '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            "team.xml: is a workbook in Excel's XML format of 2003, which is not read; open it in a spreadsheet "
            "program, and save it as .xlsx, or each sheet as CSV",
        ),
        Wrong(
            "a binary workbook",
            "team.xlsb",
            zipped(xl__workbook_bin="x"),
            "team.xlsb: is a binary workbook of Excel (.xlsb), which is not read; open it in a spreadsheet "
            "program, and save it as .xlsx, or each sheet as CSV",
        ),
        Wrong(
            "a workbook with a password",
            "team.xlsx",
            LOCKED_BOOK,
            "team.xlsx: is a file protected by a password, which is not read; save a copy without the password, "
            "or each sheet as CSV",
        ),
        Wrong(
            "a spreadsheet of Numbers",
            "team.numbers",
            zipped(Index__Document_iwa="x", preview_jpg="x"),
            "team.numbers: is a document of Numbers, Pages or Keynote, which is not read; export it as Excel "
            "(.xlsx) or CSV, which Numbers does",
        ),
        Wrong(
            "flat OpenDocument",
            "team.fods",
            '<?xml version="1.0"?>\n<office:document xmlns:office="x"/>',
            "team.fods: is a flat OpenDocument file (.fods, .fodt), which is not read; open it in a spreadsheet "
            "program, and save it as .xlsx, or each sheet as CSV",
        ),
        Wrong(
            "a table that is called .txt",
            "team.txt",
            "Name\tLevel\nBaker\t3\n",
            "team.txt: is one table with the columns Name, Level; a framework is a folder of them (see "
            "'ecomgraph template'); a matrix has the header Skill above its skills, and the names of roles "
            "beside it; any other layout needs --map",
        ),
        Wrong(
            "a matrix with an ending of no table",
            "team.dat",
            TEAM,
            "team.dat: seems to be a table separated by commas; rename it to .csv, or use --as matrix",
        ),
        Wrong(
            "a list of employees",
            "staff.csv",
            "Employee;Department;Grade\nA. Smith;Bakery;7\n",
            "staff.csv: is one table with the columns Employee, Department, Grade; a framework is a folder of "
            "them (see 'ecomgraph template'); a matrix has the header Skill above its skills, and the names of "
            "roles beside it; any other layout needs --map",
        ),
        Wrong(
            "a table in UTF-16 of another layout",
            "staff.txt",
            "Employee\tGrade\nA. Smith\t7\n".encode("utf-16"),
            "staff.txt: is one table with the columns Employee, Grade; a framework is a folder of them (see "
            "'ecomgraph template'); a matrix has the header Skill above its skills, and the names of roles "
            "beside it; any other layout needs --map",
        ),
        Wrong(
            "a CSV file with the ending of RDF",
            "team.ttl",
            TEAM,
            "team.ttl:1:1: Skill is not a valid subject or graph name; end statements with a full stop, put "
            "texts in straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a database",
            "team.sqlite",
            b"SQLite format 3\0" + bytes(90),
            "team.sqlite: is a database of SQLite, which is not read; export it as CSV with the program that "
            "wrote it, or as .xlsx",
        ),
        Wrong(
            "a Parquet file",
            "team.parquet",
            b"PAR1" + bytes(90),
            "team.parquet: is a Parquet file, which is not read; export it as CSV with the program that wrote "
            "it, or as .xlsx",
        ),
        Wrong("nothing", "team.csv", "", "team.csv: is empty"),
        Wrong(
            "zeros",
            "team.csv",
            bytes(500),
            "team.csv: is binary data of no known format; save it as .xlsx, or as CSV, and import that",
        ),
    ],
    "an archive": [
        Wrong(
            "documents only",
            "all.zip",
            zipped(a_pdf="x", b_pdf="x"),
            "all.zip: is a zip archive with no framework in a known format: 'a.pdf', 'b.pdf'; unpack it, and import "
            "one file, or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "two frameworks",
            "all.zip",
            zipped(a_ttl=ROLE, b_ttl=ROLE),
            "all.zip: is a zip archive with several frameworks: 'a.ttl', 'b.ttl'; unpack it, and import one of them",
        ),
        Wrong(
            "two folders of tables",
            "all.zip",
            zipped(a__roles_csv=TABLES["roles"], b__roles_csv=TABLES["roles"]),
            "all.zip: is a zip archive with several frameworks: 'a', 'b'; unpack it, and import one of them",
        ),
        Wrong(
            "an archive in the archive",
            "all.zip",
            zipped(esco_zip=b"PK\x05\x06" + bytes(18)),
            "all.zip/esco.zip: is an empty zip archive; pack the files again",
        ),
        Wrong(
            "a document in the archive",
            "all.zip",
            zipped(ladder_docx=b"PK\x05\x06" + bytes(18)),
            "all.zip/ladder.docx: is an empty zip archive; pack the files again",
        ),
        Wrong("nothing in the archive", "all.zip", zipped(), "all.zip: is an empty zip archive; pack the files again"),
        Wrong("what a Mac adds only", "all.zip", zipped(**{".DS_Store": "x"}), "all.zip: is an empty zip archive"),
        Wrong(
            "an archive of tar",
            "all.tar.gz",
            b"\x1f\x8b\x08\x00" + bytes(50),
            "all.tar.gz: is a compressed archive other than .zip, which is not read; unpack it, and import its "
            "file or folder, or compress that as .zip",
        ),
        Wrong(
            "an archive of 7-Zip",
            "all.7z",
            b"7z\xbc\xaf\x27\x1c" + bytes(50),
            "all.7z: is a compressed archive other than .zip, which is not read; unpack it, and import its file"
            " or folder, or compress that as .zip",
        ),
        Wrong(
            "a download that broke off",
            "all.zip",
            b"PK\x03\x04" + bytes(60),
            "all.zip: is a part of a zip archive or a workbook; download or save it again",
        ),
        Wrong(
            "a web page called .zip",
            "all.zip",
            HTML,
            "all.zip: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
        ),
        Wrong(
            "a wrong file in the archive",
            "all.zip",
            zipped(ours_ttl="<urn:a> <urn:b> ."),
            "all.zip/ours.ttl:1:17: . is not a valid RDF object; end statements with a full stop, put texts in "
            "straight quotation marks, and declare prefixes above",
        ),
    ],
}
