// name: opposite-claims
// Pairs of claims of opposite sign about one object and aspect, with what each was measured in.
// param objects: entities = pCREB -- any name
MATCH (object:Entity) WHERE object.id IN $objects
MATCH (object)<-[:OBJECT]-(up:Claim) WHERE up.sign = 1
MATCH (object)<-[:OBJECT]-(down:Claim) WHERE down.sign = -1 AND coalesce(down.aspect, '') = coalesce(up.aspect, '')
RETURN object.id AS object, up.aspect AS aspect, up.id AS raised_by_claim, up.subject AS raised_by,
       up.species AS raised_in, coalesce(up.region, up.cell) AS raised_where, up.duration AS raised_after,
       up.condition AS raised_given, down.id AS lowered_by_claim, down.subject AS lowered_by, down.species AS lowered_in,
       coalesce(down.region, down.cell) AS lowered_where, down.duration AS lowered_after, down.condition AS lowered_given
ORDER BY object, raised_by_claim, lowered_by_claim
