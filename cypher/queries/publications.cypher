// name: publications
// Studies that a curator holds to stand behind claims, by how sure that is.
// param status: text = verified -- verified, candidate or unknown
MATCH (study:Publication {status: $status})
OPTIONAL MATCH (study)-[:BACKS]->(c:Statement)
WITH study, c ORDER BY c.id
RETURN study.id AS id, study.title AS title, study.journal AS journal, study.year AS year, study.doi AS doi,
       study.pmid AS pmid, collect(c.id) AS claims
ORDER BY id
