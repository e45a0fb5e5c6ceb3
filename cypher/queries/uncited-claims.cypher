// name: uncited-claims
// Claims without any citation.
MATCH (c:Claim) WHERE NOT (c)-[:CITES]->(:Reference)
RETURN c.id AS claim, c.kind AS kind, c.section AS section, c.lines AS lines, c.statement AS statement
ORDER BY claim
