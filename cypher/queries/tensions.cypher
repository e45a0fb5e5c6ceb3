// name: tensions
// Contradictions and strains that a curator has read out of a source, and the rule that finds each, if one can.
// param source: text = imipramine -- data set
MATCH (t:Tension {source: $source})
OPTIONAL MATCH (t)-[:CONCERNS]->(c:Statement)
WITH t, c ORDER BY c.id
RETURN t.id AS id, t.what AS what, t.reading AS reading, t.handling AS handling, t.found_by AS found_by,
       t.why_no_rule AS why_no_rule, collect(c.id) AS claims
ORDER BY id
