// name: unresolved-citations
// Claims with a citation that does not support them as printed, with the verdict on it.
// param verdict: text = any -- off-topic, bare link, or any
MATCH (c:Claim)-[cites:CITES]->(entry:Reference)
WHERE cites.verdict <> 'supported' AND ($verdict = 'any' OR cites.verdict = $verdict)
RETURN c.id AS claim, cites.number AS cited_as, cites.verdict AS verdict, entry.text AS printed_entry
ORDER BY claim, cited_as
