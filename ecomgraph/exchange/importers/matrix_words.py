# ruff: noqa: RUF001 - letters of other alphabets
"""Words in the headers, legends and cells of matrices, in many languages."""

from __future__ import annotations

import re

__all__ = ["BESIDE", "LEADING", "LEGENDS", "LEGEND_COLUMNS", "LEGEND_EITHER", "NO", "ROLES", "SIGN", "SUMS", "YES"]


def _words(text: str) -> list[str]:
    return [it.strip() for it in text.split(",")]


_HEADERS = {
    "skill": (
        "skill, skills, skill name, skill title, competency name, competency,"
        "competencies, competence, competences, capability, capabilities,"
        "kompetenz, kompetenzen, fähigkeit, fähigkeiten, fertigkeit, fertigkeiten, compétence, compétences,"
        "competencia, competencias, habilidad, habilidades, competenza, competenze, abilità,"
        "competência, competências, habilidade, vaardigheid, vaardigheden, competentie, competenties,"
        "kompetencja, kompetencje, umiejętność, umiejętności, kompetens, kompetenser, färdighet, färdigheter,"
        "kompetence, kompetencer, kompetanse, ferdighet, ferdigheter, dovednost, dovednosti, competență, competențe,"
        "osaaminen, taito, készség, készségek, yetkinlik, yetkinlikler, beceri, beceriler, δεξιότητα, δεξιότητες,"
        "навык, навыки, компетенция, компетенции, навичка, навички, компетенція, компетенції,"
        "技能, 能力, スキル, 역량, 기술, مهارة, المهارة, المهارات, الكفاءة, מיומנות, כישור"
    ),
    "group": (
        "group, category, domain, area, theme, bereich, gruppe, kategorie, domaine, catégorie, groupe, área, categoría,"
        "grupo, categoria, gruppo, groep, categorie, domein, obszar, kategoria, grupa, område, kategori, grupp, alan,"
        "grup, область, категория, группа, 类别, 領域, 分類, 영역, المجال, الفئة, תחום"
    ),
    "definition": (
        "definition, description, beschreibung, définition, descripción, definición, descrizione, definizione,"
        "descrição, definição, omschrijving, beschrijving, definitie, opis, definicja, beskrivning, beskrivelse,"
        "tanım, açıklama, описание, определение, 描述, 説明, 설명, الوصف, תיאור"
    ),
    "type": "type",
    "scale": "scale",
}
# Headers of the columns before those of roles.
LEADING = {word: name for name, words in _HEADERS.items() for word in _words(words)}
# Headers of a table with roles as rows.
ROLES = frozenset(
    _words(
        "role, roles, job, job title, position, occupation, rolle, stelle, beruf, funktion, rôle, poste, métier,"
        "puesto, rol, ruolo, posizione, cargo, função, functie, stanowisko, roll, pozisyon, роль, должность, 职位,"
        "役職, 직무, الوظيفة, الدور, תפקיד"
    )
)
# Headers of columns for neither skills nor roles, and of calculated rows and columns.
BESIDE = frozenset(
    _words(
        "no, no., nr, nr., #, id, code, number, ref, skill id, skill code, comment, comments, note, notes, remark,"
        "remarks, nummer, n°, nº, kommentar, kommentare, bemerkung, bemerkungen, commentaire, commentaires, remarque,"
        "remarques, comentario, comentarios, commento, commenti, note, comentário, comentários, opmerking, opmerkingen,"
        "uwagi, komentarz, комментарий, комментарии, 备注, 備考, 비고, ملاحظات, הערות"
    )
)
SUMS = frozenset(
    _words(
        "total, totals, sum, average, avg, avg., mean, gesamt, summe, durchschnitt, somme, moyenne, suma, promedio,"
        "media, totale, média, soma, totaal, gemiddelde, razem, średnia, toplam, ortalama, итого, всего,"
        "среднее, 合计, 平均, 合計"
    )
)
# Names of sheets with legends.
LEGENDS = frozenset(
    _words(
        "legend, key, scale, levels, skill levels, proficiency, proficiency scale, proficiency levels, rating, ratings,"
        "rating scale, legende, skala, stufen, niveaus,"
        "légende, échelle, niveaux, leyenda, escala, niveles, legenda, scala, livelli, níveis, schaal, poziomy, nivåer,"
        "niveauer, ölçek, seviyeler, легенда, шкала, уровни, 等级, 图例, レベル, 凡例, 범례, المستويات, מקרא"
    )
)
# Headers of a legend: symbols in cells of the matrix, names, and their meaning.
LEGEND_COLUMNS = {
    "sign": _words(
        "rank, number, no, no., nr, nr., #, score, value, sign, symbol, notation, code, abbreviation, zahl, wert,"
        "zeichen, numéro, valeur, número, valor, numero, valore, nummer, waarde, numer, wartość, число, номер"
    ),
    "label": _words(
        "label, name, title, level name, term, bezeichnung, nom, libellé, nombre, nome, naam, nazwa, namn, navn, ad,"
        "название, 名称, 名前, 이름, الاسم, שם"
    ),
    "definition": [
        *_words(_HEADERS["definition"]),
        *_words(
            "meaning, explanation, what it means, bedeutung, erklärung, signification, significado, significato,"
            "betekenis, znaczenie, betydelse, anlam, значение, 含义, 意味, 의미, المعنى, משמעות"
        ),
    ],
}
# Headers of either the symbol or the name, whichever no other column has.
LEGEND_EITHER = frozenset(
    _words(
        "level, rating, grade, proficiency, skill level, stufe, niveau, nivel, livello, nível, poziom, nivå, seviye,"
        "уровень, 等级, レベル, 레벨, المستوى, רמה"
    )
)
# Required, without a degree (TRUE is a ticked box of a spreadsheet); not required; and the single signs among them.
_TICKS, _BLANKS = "✓✔☑x●", "☐\N{EN DASH}\N{EM DASH}-"
SIGN = f"[{re.escape(_TICKS + _BLANKS)}]"
YES = frozenset([*_words("yes, true, ja, oui, sí, si, sì, sim, tak, evet, да, так, 是, はい, 예, نعم, כן"), *_TICKS])
NO = frozenset(
    [
        *_words("no, n/a, false, nein, non, não, nee, nie, nej, nei, hayır, нет, ні, 否, いいえ, 아니요, لا, לא"),
        *_BLANKS,
        "",
    ]
)
