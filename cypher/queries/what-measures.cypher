// name: what-measures
// Which protocol measures what, and what its value is normalized to.
MATCH (protocol:Protocol)-[:PERFORMS]->(assay:Assay)
MATCH (assay)-[r:MEASURES|NORMALIZES_TO]->(what:Entity)
RETURN protocol.id AS protocol, assay.name AS assay, r.relation AS relation, what.id AS id, what.name AS name,
       r.claims AS claims
ORDER BY protocol, relation, id
