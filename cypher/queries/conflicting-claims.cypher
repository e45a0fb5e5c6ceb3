// name: conflicting-claims
// Pairs of claims that give one subject opposite effects on one object and aspect, with the context of each.
// param certainty: text = any -- asserted, one_study or hypothesis, of both; or any
MATCH (up:Claim)-[:SUBJECT]->(subject:Entity)<-[:SUBJECT]-(down:Claim)
WHERE up.sign = 1 AND down.sign = -1 AND up.object = down.object
  AND coalesce(up.aspect, '') = coalesce(down.aspect, '')
  AND ($certainty = 'any' OR (up.certainty = $certainty AND down.certainty = $certainty))
MATCH (up)-[:OBJECT]->(object:Entity)
RETURN subject.id AS subject, object.id AS object, up.aspect AS aspect, up.id AS raised_by_claim,
       up.species AS raised_in, coalesce(up.region, up.cell) AS raised_where, up.duration AS raised_after,
       down.id AS lowered_by_claim, down.species AS lowered_in, coalesce(down.region, down.cell) AS lowered_where,
       down.duration AS lowered_after
ORDER BY subject, object, raised_by_claim, lowered_by_claim
