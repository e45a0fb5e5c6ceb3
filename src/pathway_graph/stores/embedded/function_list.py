"""The functions of Cypher that a query may use on every engine, as ``SHOW FUNCTIONS`` lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Function:
    """A function: what Neo4j calls its kind, what it takes and gives, and what it does."""

    name: str
    category: str
    takes: str
    returns: str
    description: str

    @property
    def signature(self) -> str:
        """Name, arguments and result, as Neo4j writes them."""
        return f"{self.name}({self.takes}) :: {self.returns}"

    @property
    def arguments(self) -> list[dict[str, Any]]:
        """One map an argument."""
        parts = re.findall(r"(\w+)(?: = [^:]*)? :: ([^,]+)", self.takes)
        return [{"name": name, "description": f"{name} :: {of}", "isDeprecated": False, "type": of}
                for name, of in parts]  # fmt: skip


_LIST: Final = """
Aggregating
avg | input :: INTEGER/FLOAT/DURATION | INTEGER/FLOAT/DURATION | The mean of the values that are not null.
collect | input :: ANY | LIST<ANY> | A list of the values that are not null.
count | input :: ANY | INTEGER | How many values are not null; of *, how many rows there are.
max | input :: ANY | ANY | The greatest value.
min | input :: ANY | ANY | The least value.
percentileCont | input :: FLOAT, percentile :: FLOAT | FLOAT | The percentile (0 to 1), interpolated between values.
percentileDisc | input :: FLOAT, percentile :: FLOAT | FLOAT | The value nearest to the percentile (0 to 1).
stdev | input :: FLOAT | FLOAT | The standard deviation of a sample.
stdevp | input :: FLOAT | FLOAT | The standard deviation of a whole population.
sum | input :: INTEGER/FLOAT/DURATION | INTEGER/FLOAT/DURATION | The sum of the values that are not null.
List
keys | input :: NODE/RELATIONSHIP/MAP | LIST<STRING> | The names of the properties or of the keys.
labels | input :: NODE | LIST<STRING> | The labels of a node.
nodes | input :: PATH | LIST<NODE> | The nodes of a path, in its order.
range | start :: INTEGER, end :: INTEGER, step = 1 :: INTEGER | LIST<INTEGER> | The numbers from start to end, both too.
reduce | accumulator :: VARIABLE, initial :: ANY, variable :: VARIABLE, list :: LIST<ANY> | ANY | Carries a value on.
relationships | input :: PATH | LIST<RELATIONSHIP> | The relationships of a path, in its order.
tail | input :: LIST<ANY> | LIST<ANY> | All but the first of a list.
toBooleanList | input :: LIST<ANY> | LIST<BOOLEAN> | Each item as a truth value, or null.
toFloatList | input :: LIST<ANY> | LIST<FLOAT> | Each item as a number with a fraction, or null.
toIntegerList | input :: LIST<ANY> | LIST<INTEGER> | Each item as a whole number, or null.
toStringList | input :: LIST<ANY> | LIST<STRING> | Each item as a text, or null.
Logarithmic
e |  | FLOAT | The base of natural logarithms.
exp | input :: FLOAT | FLOAT | e to the power of a number.
log | input :: FLOAT | FLOAT | The natural logarithm.
log10 | input :: FLOAT | FLOAT | The logarithm to base 10.
sqrt | input :: FLOAT | FLOAT | The square root.
Numeric
abs | input :: INTEGER/FLOAT | INTEGER/FLOAT | The number without its sign.
ceil | input :: FLOAT | FLOAT | The least whole number that is not below.
floor | input :: FLOAT | FLOAT | The greatest whole number that is not above.
isNaN | input :: INTEGER/FLOAT | BOOLEAN | Whether the value is not a number.
rand |  | FLOAT | A random number from 0 to below 1.
round | value :: FLOAT, precision = 0 :: INTEGER, mode = HALF_UP :: STRING | FLOAT | The number rounded.
sign | input :: INTEGER/FLOAT | INTEGER | 1, 0 or -1.
Predicate
all | variable :: VARIABLE, list :: LIST<ANY>, predicate :: ANY | BOOLEAN | Whether all items satisfy it.
any | variable :: VARIABLE, list :: LIST<ANY>, predicate :: ANY | BOOLEAN | Whether an item satisfies it.
exists | input :: ANY | BOOLEAN | Whether a pattern has a match.
isEmpty | input :: STRING/MAP/LIST<ANY> | BOOLEAN | Whether nothing is in it.
none | variable :: VARIABLE, list :: LIST<ANY>, predicate :: ANY | BOOLEAN | Whether no item satisfies it.
single | variable :: VARIABLE, list :: LIST<ANY>, predicate :: ANY | BOOLEAN | Whether just one item satisfies it.
Scalar
char_length | input :: STRING | INTEGER | The number of characters of a text.
character_length | input :: STRING | INTEGER | The number of characters of a text.
coalesce | input :: ANY | ANY | The first argument that is not null.
elementId | input :: NODE/RELATIONSHIP | STRING | The database's own identifier; it may change.
endNode | input :: RELATIONSHIP | NODE | The node at which a relationship ends.
head | list :: LIST<ANY> | ANY | The first item of a list.
id | input :: NODE/RELATIONSHIP | INTEGER | The database's own number; it may change.
last | list :: LIST<ANY> | ANY | The last item of a list.
length | input :: PATH | INTEGER | The number of relationships of a path.
nullIf | v1 :: ANY, v2 :: ANY | ANY | Null where both are equal, else the first.
properties | input :: NODE/RELATIONSHIP/MAP | MAP | All properties as a map.
randomUUID |  | STRING | A new random identifier.
size | input :: STRING/LIST<ANY> | INTEGER | The number of items of a list or of characters of a text.
startNode | input :: RELATIONSHIP | NODE | The node at which a relationship starts.
timestamp |  | INTEGER | Milliseconds since the start of 1970 (UTC).
toBoolean | input :: BOOLEAN/STRING/INTEGER | BOOLEAN | The value as a truth value.
toBooleanOrNull | input :: ANY | BOOLEAN | The value as a truth value, null where it is none.
toFloat | input :: STRING/INTEGER/FLOAT | FLOAT | The value as a number with a fraction.
toFloatOrNull | input :: ANY | FLOAT | The value as a number with a fraction, null where it is none.
toInteger | input :: BOOLEAN/STRING/INTEGER/FLOAT | INTEGER | The value as a whole number.
toIntegerOrNull | input :: ANY | INTEGER | The value as a whole number, null where it is none.
type | input :: RELATIONSHIP | STRING | The type of a relationship.
valueType | input :: ANY | STRING | The type of a value, in words.
Spatial
point | input :: MAP | POINT | A point from its coordinates.
point.distance | from :: POINT, to :: POINT | FLOAT | How far two points are from each other.
point.withinBBox | point :: POINT, lowerLeft :: POINT, upperRight :: POINT | BOOLEAN | Whether a point lies in a box.
String
btrim | input :: STRING, trimCharacterString = ' ' :: STRING | STRING | Without blanks or those at both ends.
left | original :: STRING, length :: INTEGER | STRING | The first characters of a text.
lower | input :: STRING | STRING | The text in small letters.
ltrim | input :: STRING, trimCharacterString = ' ' :: STRING | STRING | Without blanks or those in front.
normalize | input :: STRING, normalForm = NFC :: STRING | STRING | The text in a normal form of Unicode.
replace | original :: STRING, search :: STRING, replace :: STRING | STRING | The text with all that is found replaced.
reverse | input :: STRING/LIST<ANY> | STRING/LIST<ANY> | The text or list from its end.
right | original :: STRING, length :: INTEGER | STRING | The last characters of a text.
rtrim | input :: STRING, trimCharacterString = ' ' :: STRING | STRING | Without blanks or those behind.
split | original :: STRING, splitDelimiters :: STRING/LIST<STRING> | LIST<STRING> | The parts between delimiters.
substring | original :: STRING, start :: INTEGER, length :: INTEGER | STRING | A part; the first character is 0.
toLower | input :: STRING | STRING | The text in small letters.
toString | input :: ANY | STRING | The value as a text.
toStringOrNull | input :: ANY | STRING | The value as a text, null where it has none.
toUpper | input :: STRING | STRING | The text in capitals.
trim | input :: STRING | STRING | The text without blanks at both ends.
upper | input :: STRING | STRING | The text in capitals.
Temporal
date | input :: ANY | DATE | A date from a text or a map; today without argument.
date.realtime | timezone :: ANY | DATE | Today, by the clock as it is read.
date.statement | timezone :: ANY | DATE | Today, by the clock when the statement began.
date.transaction | timezone :: ANY | DATE | Today, by the clock when the transaction began.
date.truncate | unit :: STRING, input :: ANY, fields = null :: MAP | DATE | A date cut to a unit.
datetime | input :: ANY | ZONED DATETIME | A time with date and zone; now without argument.
datetime.fromepoch | seconds :: INTEGER, nanoseconds :: INTEGER | ZONED DATETIME | So long after the start of 1970.
datetime.fromepochmillis | milliseconds :: INTEGER | ZONED DATETIME | So long after the start of 1970.
datetime.realtime | timezone :: ANY | ZONED DATETIME | Now, by the clock as it is read.
datetime.statement | timezone :: ANY | ZONED DATETIME | Now, by the clock when the statement began.
datetime.transaction | timezone :: ANY | ZONED DATETIME | Now, by the clock when the transaction began.
datetime.truncate | unit :: STRING, input :: ANY, fields = null :: MAP | ZONED DATETIME | The same cut to a unit.
duration | input :: ANY | DURATION | A duration from a text or a map.
duration.between | from :: ANY, to :: ANY | DURATION | What lies between, in months, days and seconds.
duration.inDays | from :: ANY, to :: ANY | DURATION | What lies between, in whole days.
duration.inMonths | from :: ANY, to :: ANY | DURATION | What lies between, in whole months.
duration.inSeconds | from :: ANY, to :: ANY | DURATION | What lies between, in seconds.
localdatetime | input :: ANY | LOCAL DATETIME | A time with date and no zone; now without argument.
localdatetime.realtime | timezone :: ANY | LOCAL DATETIME | Now, by the clock as it is read.
localdatetime.statement | timezone :: ANY | LOCAL DATETIME | Now, by the clock when the statement began.
localdatetime.transaction | timezone :: ANY | LOCAL DATETIME | Now, by the clock when the transaction began.
localdatetime.truncate | unit :: STRING, input :: ANY, fields = null :: MAP | LOCAL DATETIME | The same cut to a unit.
localtime | input :: ANY | LOCAL TIME | A time of day without zone; now without argument.
localtime.realtime | timezone :: ANY | LOCAL TIME | Now, by the clock as it is read.
localtime.statement | timezone :: ANY | LOCAL TIME | Now, by the clock when the statement began.
localtime.transaction | timezone :: ANY | LOCAL TIME | Now, by the clock when the transaction began.
localtime.truncate | unit :: STRING, input :: ANY, fields = null :: MAP | LOCAL TIME | The same cut to a unit.
time | input :: ANY | ZONED TIME | A time of day with zone; now without argument.
time.realtime | timezone :: ANY | ZONED TIME | Now, by the clock as it is read.
time.statement | timezone :: ANY | ZONED TIME | Now, by the clock when the statement began.
time.transaction | timezone :: ANY | ZONED TIME | Now, by the clock when the transaction began.
time.truncate | unit :: STRING, input :: ANY, fields = null :: MAP | ZONED TIME | The same cut to a unit.
Trigonometric
acos | input :: FLOAT | FLOAT | The arc cosine, in radians.
asin | input :: FLOAT | FLOAT | The arc sine, in radians.
atan | input :: FLOAT | FLOAT | The arc tangent, in radians.
atan2 | y :: FLOAT, x :: FLOAT | FLOAT | The angle of a point, in radians.
cos | input :: FLOAT | FLOAT | The cosine.
cot | input :: FLOAT | FLOAT | The cotangent.
degrees | input :: FLOAT | FLOAT | Radians as degrees.
haversin | input :: FLOAT | FLOAT | Half of the versine.
pi |  | FLOAT | The ratio of a circle to its diameter.
radians | input :: FLOAT | FLOAT | Degrees as radians.
sin | input :: FLOAT | FLOAT | The sine.
tan | input :: FLOAT | FLOAT | The tangent.
Vector
vector.similarity.cosine | a :: LIST<FLOAT>, b :: LIST<FLOAT> | FLOAT | How alike two directions are, from 0 to 1.
vector.similarity.euclidean | a :: LIST<FLOAT>, b :: LIST<FLOAT> | FLOAT | How near two points are, from 0 to 1.
"""
"""A line a function: name, arguments, result (``/`` between the types one value may have), what it does; above them
their kind."""


@cache
def functions() -> tuple[Function, ...]:
    """Return all functions, sorted by name.

    >>> functions()[0].signature
    'abs(input :: INTEGER | FLOAT) :: INTEGER | FLOAT'
    """
    found, category = [], ""
    for line in _LIST.strip().splitlines():
        name, *rest = (part.strip() for part in line.split("|"))
        if not rest:
            category = name
            continue
        takes, returns, description = rest
        found.append(Function(name, category, takes.replace("/", " | "), returns.replace("/", " | "), description))
    return tuple(sorted(found, key=lambda item: item.name.lower()))
