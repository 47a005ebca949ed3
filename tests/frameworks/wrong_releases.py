"""Wrong downloads of O*NET and ESCO."""

from __future__ import annotations

from tests.frameworks.miniatures import ESCO, ESCO_FILES, ONET, RATINGS
from tests.frameworks.wrong_files import Wrong

__all__ = ["WRONG"]
RELATED = "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n"


def onet(**changed: str) -> dict[str, str | bytes]:
    files = {**ONET, **{name.replace("_", " "): text for name, text in changed.items()}}
    return {f"{name}.txt": text for name, text in files.items() if text}


def esco(**changed: str) -> dict[str, str | bytes]:
    return {f"{name}.csv": text for name, text in {**ESCO_FILES, **changed}.items() if text}


def esco_row(table: str, row: str) -> dict[str, str | bytes]:
    return esco(**{table: ESCO_FILES[table] + row})


WRONG = {
    "onet": [
        Wrong(
            "an occupation that is not described",
            "onet",
            onet(Job_Zones="O*NET-SOC Code\tJob Zone\n99-9999.00\t4\n"),
            'Job Zones.txt:2: occupation "99-9999.00" is not in Occupation Data; use files of one release',
        ),
        Wrong(
            "a job zone over 5",
            "onet",
            onet(Job_Zones="O*NET-SOC Code\tJob Zone\n11-1011.00\t6\n"),
            'Job Zones.txt:2: job zone "6" is not a number from 1 to 5',
        ),
        Wrong(
            "a column renamed",
            "onet",
            onet(Related_Occupations="O*NET-SOC Code\tCareer Changers\n"),
            "Related Occupations.txt:1: there is no column 'Related O*NET-SOC Code'; there are O*NET-SOC Code, "
            "Career Changers",
        ),
        Wrong(
            "no occupations",
            "onet",
            onet(Occupation_Data="O*NET-SOC Code\tTitle\tDescription\n"),
            'Alternate Titles.txt:2: occupation "11-1011.00" is not in Occupation Data; use files of one release',
        ),
        Wrong(
            "a rating that is no number",
            "onet",
            onet(Skills=RATINGS + "11-1011.00\t2.A.1.e\tMathematics\tIM\thigh\t8\tN\tn/a\n"),
            'Skills.txt:2: Data Value "high" is not a number from 0 to 7',
        ),
        Wrong(
            "a rating beyond its scale",
            "onet",
            onet(Skills=RATINGS + "11-1011.00\t2.A.1.e\tMathematics\tIM\t9.00\t8\tN\tn/a\n"),
            'Skills.txt:2: Data Value "9.00" is not a number from 0 to 7',
        ),
        Wrong(
            "an occupation twice",
            "onet",
            onet(Occupation_Data=ONET["Occupation Data"] + "11-1011.00\tChief Executives\tx\n"),
            'Occupation Data.txt:5: "11-1011.00" occurs twice; keep one',
        ),
        Wrong(
            "a related occupation that is not there",
            "onet",
            onet(Related_Occupations=RELATED + "13-1199.06\t99-0000.00\tPrimary-Short\t1\n"),
            'Related Occupations.txt:2: occupation "99-0000.00" is not in Occupation Data; use files of one release',
        ),
        Wrong(
            "a part misspelt",
            "onet",
            onet(),
            "no part of O*NET is called 'task'; did you mean 'all' or 'none' or 'tasks' or 'technologies' or "
            "'tools' or 'work-activities'?",
            {"include": ("task",)},
        ),
        Wrong(
            "commas instead of tabs",
            "onet",
            onet(Skills=RATINGS.replace("\t", ",")),
            "Skills.txt:1: there is no column 'O*NET-SOC Code'; there are O*NET-SOC Code,Element ID,Element "
            "Name,Scale ID,Data Value,N,Recommend Suppress,Not Relevant",
        ),
        Wrong("an empty file", "onet", onet(Skills="\n"), "Skills.txt: the file is empty; it needs at least a header"),
        Wrong(
            "Windows text",
            "onet",
            {
                **onet(),
                "Skills.txt": (RATINGS + "11-1011.00\t2.A.1.e\tMathématiques\tIM\t3.00\t8\tN\tn/a\n").encode("cp1252"),
            },
            "Skills.txt:2:24: byte 0xE9 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), or "
            "name its encoding, as in --encoding windows-1252",
        ),
    ],
    "esco": [
        Wrong(
            "an occupation that is not there",
            "esco",
            esco_row("occupationSkillRelations_en", f"{ESCO}occupation/9,essential,,{ESCO}skill/a\n"),
            'occupationSkillRelations_en.csv:6: occupationUri "http://data.europa.eu/esco/occupation/9" is not '
            "in occupations_en.csv",
        ),
        Wrong(
            "another word than essential or optional",
            "esco",
            esco_row("occupationSkillRelations_en", f"{ESCO}occupation/1,vital,,{ESCO}skill/a\n"),
            'occupationSkillRelations_en.csv:6: relationType "vital" is neither essential nor optional',
        ),
        Wrong(
            "a skill that is not there",
            "esco",
            esco_row("occupationSkillRelations_en", f"{ESCO}occupation/1,essential,,{ESCO}skill/z\n"),
            'occupationSkillRelations_en.csv:6: skillUri "http://data.europa.eu/esco/skill/z" is not in skills_en.csv',
        ),
        Wrong(
            "another language than that of the files",
            "esco",
            esco(),
            "esco: has no occupations_fr.csv; there is en",
            {"language": "fr"},
        ),
        Wrong(
            "two languages",
            "esco",
            {**esco(), **{name.replace("_en", "_de"): text for name, text in esco().items()}},
            "esco: is in de, en; choose one with --language",
        ),
        Wrong(
            "no skills",
            "esco",
            esco(skills_en=""),
            "esco: has no skills_en.csv; put all files of the download into one folder",
        ),
        Wrong(
            "a column renamed",
            "esco",
            esco(occupations_en=ESCO_FILES["occupations_en"].replace("preferredLabel", "label")),
            "occupations_en.csv:1: there is no column 'preferredLabel'; there are conceptType, conceptUri, "
            "iscoGroup, label, altLabels, hiddenLabels, status, description, code",
        ),
        Wrong(
            "a name instead of a URI",
            "esco",
            esco_row("occupations_en", "Occupation,baker,1,Baker,,,released,x,1\n"),
            'occupations_en.csv:6: conceptUri "baker" is not an absolute IRI, such as https://example.org/1',
        ),
        Wrong(
            "semicolons after editing in Excel",
            "esco",
            esco(skills_en=ESCO_FILES["skills_en"].replace("conceptType,conceptUri", "conceptType;conceptUri")),
            "skills_en.csv:1: there is no column 'conceptUri'; there are conceptType;conceptUri, skillType, "
            "reuseLevel, preferredLabel, altLabels, status, description",
        ),
        Wrong(
            "two frameworks in one folder",
            "esco",
            {**esco(), "roles.csv": "id,label\n"},
            "esco: may be csv or esco; say which with --as",
        ),
        Wrong(
            "a quotation mark that does not end",
            "esco",
            esco_row("skills_en", f'Concept,{ESCO}skill/d,knowledge,x,"web,,released,x\n'),
            "skills_en.csv:5: unexpected end of data; check the quotation marks from here on",
        ),
        Wrong(
            "Windows text",
            "esco",
            {**esco(), "skills_en.csv": ESCO_FILES["skills_en"].replace("plan sales", "planifié").encode("cp1252")},
            "skills_en.csv:4:81: byte 0xE9 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), "
            "or name its encoding, as in --encoding windows-1252",
        ),
        Wrong(
            "an occupation twice",
            "esco",
            esco_row("occupations_en", f"Occupation,{ESCO}occupation/1,2431,again,,,released,x,2431.1\n"),
            'occupations_en.csv:6: conceptUri "http://data.europa.eu/esco/occupation/1" occurs twice; keep one',
        ),
    ],
}
