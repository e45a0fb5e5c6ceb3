// name: supported-citations
// Claims whose citation supports them as printed.
MATCH (c:Claim)-[cites:CITES {verdict: 'supported'}]->(entry:Reference)
RETURN c.id AS claim, cites.number AS cited_as, entry.text AS printed_entry
ORDER BY claim, cited_as
