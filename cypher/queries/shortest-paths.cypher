// name: shortest-paths
// The shortest causal routes between two entities, in the expanded view, at most 8 steps long.
// param sources: entities = TrkB -- where routes start
// param targets: entities = pCREB -- where they end
MATCH (target:Entity) WHERE target.id IN $targets
MATCH p = (target)<-[:ACTIVATES|ACTIVATES_TRANSCRIPTION|ACTS_ON|CATALYZES|CAUSES|CLEARS|CLEAVED_TO|CLEAVES|COACTIVATES|
    CONDUCTS|CONTRIBUTES_TO|DECREASES|DEGRADES|DEPHOSPHORYLATES|ENHANCES|IMPORTANT_FOR|INCREASES|
    INHIBITS|INITIATES|INVOLVED_IN|MEDIATES|MODIFIES|MODULATES|NORMALIZES|OPPOSES|PHOSPHORYLATES|
    PRODUCES|PROMOTES|RECRUITS|REGULATES|RELEASES|REPRESSES|REQUIRED_FOR|RESPONSIBLE_FOR|STIMULATES|
    SYNTHESIZES|TRANSCRIBED_TO|TRANSLATED_TO|UNDERLIES*1..8]-(source:Entity)
WHERE source.id IN $sources AND all(r IN relationships(p) WHERE r.sign IS NOT NULL)
  AND all(n IN nodes(p) WHERE single(m IN nodes(p) WHERE m.id = n.id))
WITH collect(p) AS found, min(length(p)) AS shortest
UNWIND [p IN found WHERE length(p) = shortest] AS p
RETURN reverse([n IN nodes(p) | n.name]) AS route, reverse([r IN relationships(p) | r.relation]) AS relations,
       reduce(sign = 1, r IN relationships(p) | sign * r.sign) AS sign, shortest AS steps
ORDER BY route, relations
