"""Frameworks to serve: one whose author means harm, and a large one."""

PREFIXES = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix kind: <https://w3id.org/ecomgraph/transition-kind/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

HOSTILE = r"""
<https://evil.example/role/a> a ecg:Role ;
    skos:prefLabel "<script>window.harm = 1</script><img src=x onerror='window.harm = 1'>"@en ;
    skos:definition "</script><script>window.harm = 1</script>"@en ;
    ecg:hasSkillRequirement <https://evil.example/needs> .
<javascript:window.harm=1> a ecg:Role ; skos:prefLabel "Script as an address"@en .
<data:text/html,harm> a ecg:Role ; skos:prefLabel "=HYPERLINK(\"https://elsewhere.example\")"@en .
<https://evil.example/role/long> a ecg:Role ; skos:prefLabel "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww \u202Eright to left"@en .
<https://evil.example/needs> a ecg:SkillRequirement ; ecg:importance importance:essential ;
    ecg:requiredSkill <javascript:window.harm=2> .
<javascript:window.harm=2> a ecg:Skill ; skos:prefLabel "<b onmouseover=window.harm=1>bold</b>"@en .
<https://evil.example/transition> a ecg:Transition ; ecg:transitionKind kind:promotion ;
    ecg:transitionFrom <https://evil.example/role/a> ; ecg:transitionTo <javascript:window.harm=1> .
<https://evil.example/back> a ecg:Transition ; ecg:transitionKind kind:promotion ;
    ecg:transitionFrom <javascript:window.harm=1> ; ecg:transitionTo <https://evil.example/role/a> .
<https://evil.example/on> a ecg:Transition ; ecg:transitionKind kind:promotion ;
    ecg:transitionFrom <javascript:window.harm=1> ; ecg:transitionTo <data:text/html,harm> .
"""


def thousand() -> str:
    """Return a framework of 1,000 roles with 12 transitions and 10 of 200 skills each, the same on every run."""
    lines = [f'<urn:skill:{skill}> a ecg:Skill ; skos:prefLabel "Skill {skill}"@en .' for skill in range(200)]
    for role in range(1000):
        lines.append(f'<urn:role:{role}> a ecg:Role ; skos:prefLabel "Occupation number {role}"@en .')
        for nth in range(10):
            need = f"<urn:need:{role}-{nth}>"
            lines.append(
                f"<urn:role:{role}> ecg:hasSkillRequirement {need} . {need} a ecg:SkillRequirement ;"
                f" ecg:importance importance:essential ; ecg:requiredSkill <urn:skill:{(role * 7 + nth * 13) % 200}> ."
            )
        for nth in range(12):
            other = (role * 3 + nth * nth * 17 + 1) % 1000
            if other != role:
                lines.append(
                    f"<urn:transition:{role}-{nth}> a ecg:Transition ; ecg:transitionKind kind:related ;"
                    f" ecg:transitionFrom <urn:role:{role}> ; ecg:transitionTo <urn:role:{other}> ."
                )
    return "\n".join(lines)
