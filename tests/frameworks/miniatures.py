"""A bakery as tables, and O*NET and ESCO in miniature."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {
    "roles": "id,label,alt_labels\napprentice,Apprentice,\nbaker,Baker,Journeyman; Bread maker\nmaster,Master baker,\n",
    "skills": "id,label,type,broader\nbaking,Baking,skill,\nSEO,Search engine optimization,knowledge,\n"
    "kneading,Kneading,skill,baking\n",
    "requirements": "holders,skill,importance,proficiency\nbaker; master,kneading,essential,0.5\n"
    "master,SEO,optional,\n",
    "transitions": "from,to,kind,months\napprentice,baker,promotion,36\nbaker,master,promotion,\n",
}


def write_tables(folder: Path, **changed: str) -> Path:
    """Write the tables of a bakery, some of them changed; those that are empty texts are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**TABLES, **changed}.items():
        if text:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


RATINGS = "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tN\tRecommend Suppress\tNot Relevant\n"
ONET = {
    "Occupation Data": "O*NET-SOC Code\tTitle\tDescription\n"
    '13-1199.06\tOnline Merchants\tConduct retail activities of "online" businesses.\n'
    "11-1011.00\tChief Executives\tDetermine and formulate policies.\n"
    "11-2022.00\tSales Managers\tPlan and direct the distribution of a product.\n",
    "Alternate Titles": "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n"
    "11-1011.00\tChief Executive Officer\tCEO\t08\n"
    "13-1199.06\tE-Commerce Manager\tn/a\t08\n"
    "13-1199.06\tOnline Merchants\tn/a\t08\n",
    "Job Zones": "O*NET-SOC Code\tJob Zone\tDate\tDomain Source\n13-1199.06\t3\t08/2019\tAnalyst\n"
    "11-1011.00\t5\t08/2023\tAnalyst\n",
    "Related Occupations": "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n"
    "13-1199.06\t11-2022.00\tPrimary-Short\t1\n11-2022.00\t11-1011.00\tSupplemental\t12\n",
    "Skills": RATINGS + "11-1011.00\t2.A.1.e\tMathematics\tIM\t3.00\t8\tN\tn/a\n"
    "11-1011.00\t2.A.1.e\tMathematics\tLV\t3.50\t8\tN\tN\n"
    "13-1199.06\t2.A.1.e\tMathematics\tIM\t2.62\t8\tN\tn/a\n"
    "13-1199.06\t2.A.1.e\tMathematics\tLV\t2.00\t8\tY\tN\n"
    "11-2022.00\t2.A.1.e\tMathematics\tIM\t2.49\t8\tN\tn/a\n"
    "11-2022.00\t2.A.1.e\tMathematics\tLV\t2.00\t8\tN\tN\n"
    "11-1011.00\t2.B.3.k\tRepairing\tIM\t4.00\t8\tN\tn/a\n"
    "11-1011.00\t2.B.3.k\tRepairing\tLV\t0.00\t8\tN\tY\n",
    "Knowledge": RATINGS + "11-1011.00\t2.C.4.a\tMathematics\tIM\t4.50\t8\tN\tn/a\n"
    "11-1011.00\t2.C.4.a\tMathematics\tLV\t7.00\t8\tN\tN\n"
    "13-1199.06\t2.C.3.a\tComputers\tIM\t4.80\t8\tY\tn/a\n"
    "13-1199.06\t2.C.3.a\tComputers\tLV\t4.00\t8\tN\tN\n",
}


def write_onet(folder: Path) -> Path:
    """Write O*NET's text files of three occupations, and the note that tells the release."""
    folder.mkdir()
    for name, text in ONET.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "Read Me.txt").write_text("O*NET 29.2 Database\nFebruary 2025 Release\n", encoding="utf-8")
    return folder


ESCO = "http://data.europa.eu/esco/"
ESCO_FILES = {
    "occupations_en": "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,description,code\n"
    f'Occupation,{ESCO}occupation/1,2431,eBusiness manager,"e-commerce manager\nonline manager ",,released,Plans it.,'
    "2431.1\n"
    f"Occupation,{ESCO}occupation/2,1221,commercial director,,director of commerce,released,Directs it.,1221.2\n"
    f"Occupation,{ESCO}occupation/3,9999,gone,,,obsolete,Withdrawn.,9999.1\n",
    "skills_en": "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,description\n"
    f"Concept,{ESCO}skill/a,knowledge,cross-sector,web analytics,,released,Knows it.\n"
    f"Concept,{ESCO}skill/b,skill/competence,cross-sector,web analytics,,released,Does it.\n"
    f"Concept,{ESCO}skill/c,skill/competence,cross-sector,plan sales,,released,Plans it.\n",
    "occupationSkillRelations_en": "occupationUri,relationType,skillType,skillUri\n"
    f"{ESCO}occupation/1,essential,knowledge,{ESCO}skill/a\n{ESCO}occupation/1,optional,knowledge,{ESCO}skill/a\n"
    f"{ESCO}occupation/1,optional,skill/competence,{ESCO}skill/c\n"
    f"{ESCO}occupation/2,essential,knowledge,{ESCO}skill/a\n",
    "broaderRelationsSkillPillar_en": "conceptType,conceptUri,broaderType,broaderUri\n"
    f"KnowledgeSkillCompetence,{ESCO}skill/b,KnowledgeSkillCompetence,{ESCO}skill/c\n"
    f"KnowledgeSkillCompetence,{ESCO}skill/a,SkillGroup,{ESCO}isced-f/0\n",
    "skillSkillRelations_en": "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
    f"{ESCO}skill/b,skill/competence,optional,skill/competence,{ESCO}skill/c\n"
    f"{ESCO}skill/b,skill/competence,essential,knowledge,{ESCO}skill/a\n",
}
