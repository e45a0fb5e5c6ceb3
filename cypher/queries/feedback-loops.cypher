// name: feedback-loops
// Causal loops through an entity, with the sign of going round once: +1 reinforces, -1 balances.
// param entities: entities = Src -- where loops start and end
// param max_steps: integer = 8 -- longest loop, at most 12
MATCH (start:Entity) WHERE start.id IN $entities
MATCH p = (start)-[*1..12]->(start)
WHERE length(p) <= $max_steps AND all(r IN relationships(p) WHERE r.sign IS NOT NULL)
  AND all(n IN nodes(p)[1..] WHERE single(m IN nodes(p)[1..] WHERE m.id = n.id))
RETURN [n IN nodes(p) | n.id] AS loop, reduce(sign = 1, r IN relationships(p) | sign * r.sign) AS sign,
       length(p) AS steps, any(r IN relationships(p) WHERE r.certainty = 'hypothesis') AS rests_on_hypothesis,
       any(r IN relationships(p) WHERE r.view = 'background') AS uses_background
ORDER BY steps, loop, sign
