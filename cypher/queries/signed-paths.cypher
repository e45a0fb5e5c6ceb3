// name: signed-paths
// Every causal route between two entities, with its sign, its claims, and whether it rests on a hypothesis.
// param sources: entities = NE -- where routes start
// param targets: entities = pCREB -- where they end
// param max_steps: integer = 6 -- longest route, at most 8
// param view: text = expanded -- guide, or expanded to add the background
MATCH (target:Entity) WHERE target.id IN $targets
MATCH p = (target)<-[:ACTIVATES|ACTIVATES_TRANSCRIPTION|ACTS_ON|CATALYZES|CAUSES|CLEARS|CLEAVED_TO|CLEAVES|COACTIVATES|
    CONDUCTS|CONTRIBUTES_TO|DECREASES|DEGRADES|DEPHOSPHORYLATES|ENHANCES|IMPORTANT_FOR|INCREASES|
    INHIBITS|INITIATES|INVOLVED_IN|MEDIATES|MODIFIES|MODULATES|NORMALIZES|OPPOSES|PHOSPHORYLATES|
    PRODUCES|PROMOTES|RECRUITS|REGULATES|RELEASES|REPRESSES|REQUIRED_FOR|RESPONSIBLE_FOR|STIMULATES|
    SYNTHESIZES|TRANSCRIBED_TO|TRANSLATED_TO|UNDERLIES*1..8]-(source:Entity)
WHERE source.id IN $sources AND length(p) <= $max_steps
  AND all(r IN relationships(p) WHERE r.sign IS NOT NULL AND (r.view = 'guide' OR $view = 'expanded'))
  AND all(n IN nodes(p) WHERE single(m IN nodes(p) WHERE m.id = n.id))
RETURN reverse([n IN nodes(p) | n.id]) AS route, reverse([r IN relationships(p) | r.relation]) AS relations,
       reduce(sign = 1, r IN relationships(p) | sign * r.sign) AS sign, length(p) AS steps,
       reverse([r IN relationships(p) | coalesce(r.claims, [])]) AS claims,
       any(r IN relationships(p) WHERE r.certainty = 'hypothesis') AS rests_on_hypothesis
ORDER BY steps, route, relations
