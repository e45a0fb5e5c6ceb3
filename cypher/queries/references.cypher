// name: references
// The printed reference list: how often each entry is cited, by how many claims, and with which verdicts.
MATCH (entry:Reference)
OPTIONAL MATCH (entry)<-[cites:CITES]-(c:Claim)
WITH entry, count(c) AS claims, collect(DISTINCT cites.verdict) AS found
RETURN entry.source AS source, entry.number AS number, entry.text AS entry, entry.entry_kind AS kind, claims,
       [verdict IN ['supported', 'off-topic', 'bare link'] WHERE verdict IN found] AS verdicts
ORDER BY source, number
