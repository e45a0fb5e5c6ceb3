// name: conditions
// What stress, injury and other conditions do, and what the treatment does against it.
// param drug: entity = chem:imipramine -- the treatment
MATCH (condition:Condition)<-[:SUBJECT]-(alone:Claim)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (object)<-[:OBJECT]-(treated:Claim)-[:SUBJECT]->(:Entity {id: $drug})
WHERE (treated)-[:UNDER_CONDITION]->(condition)
RETURN condition.name AS condition, object.name AS object, alone.id AS claim, alone.sign AS effect_of_condition,
       treated.id AS treated_claim, treated.sign AS effect_of_treatment, coalesce(alone.region, alone.cell) AS place
ORDER BY condition, claim
