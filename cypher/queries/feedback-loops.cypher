// name: feedback-loops
// Causal loops through an entity, with the sign of going round once: +1 reinforces, -1 balances.
// param entities: entities = Src -- where loops start and end
// param max_steps: integer = 8 -- longest loop, at most 12
MATCH (start:Entity) WHERE start.id IN $entities
MATCH p = (start)-[:ACTIVATES|ACTIVATES_TRANSCRIPTION|ACTS_ON|CATALYZES|CAUSES|CLEARS|CLEAVED_TO|CLEAVES|COACTIVATES|
    CONDUCTS|CONTRIBUTES_TO|DECREASES|DEGRADES|DEPHOSPHORYLATES|ENHANCES|IMPORTANT_FOR|INCREASES|
    INHIBITS|INITIATES|INVOLVED_IN|MEDIATES|MODIFIES|MODULATES|NORMALIZES|OPPOSES|PHOSPHORYLATES|
    PRODUCES|PROMOTES|RECRUITS|REGULATES|RELEASES|REPRESSES|REQUIRED_FOR|RESPONSIBLE_FOR|STIMULATES|
    SYNTHESIZES|TRANSCRIBED_TO|TRANSLATED_TO|UNDERLIES*1..12]->(start)
WHERE length(p) <= $max_steps AND all(r IN relationships(p) WHERE r.sign IS NOT NULL)
  AND all(n IN nodes(p)[1..] WHERE single(m IN nodes(p)[1..] WHERE m.id = n.id))
RETURN [n IN nodes(p) | n.id] AS loop, reduce(sign = 1, r IN relationships(p) | sign * r.sign) AS sign,
       length(p) AS steps, any(r IN relationships(p) WHERE r.certainty = 'hypothesis') AS rests_on_hypothesis,
       any(r IN relationships(p) WHERE r.view = 'background') AS uses_background
ORDER BY steps, loop, sign
