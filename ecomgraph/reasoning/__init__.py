"""Run the derivation rules, validate with SHACL, and check the evidence."""
