"""The public names, each with the module that defines it: the one list, read by type checkers and by the package."""

from .bibliography import (
    Bibliography as Bibliography,
    CitedWork as CitedWork,
    bibtex as bibtex,
    cite as cite,
    csl_json as csl_json,
    ris as ris,
)
from .cypher.library import Query as Query, library as library
from .charts import (
    bars as bars,
    chart_bytes as chart_bytes,
    heat_map as heat_map,
    save_chart as save_chart,
    target_bars as target_bars,
    volcano as volcano,
)
from .diagrams import (
    Drawing as Drawing,
    Sheet as Sheet,
    draw_answer as draw_answer,
    draw_around as draw_around,
    draw_network as draw_network,
    draw_trace as draw_trace,
    mark_route as mark_route,
    narrowed as narrowed,
    overlay as overlay,
    place_nodes as place_nodes,
    overlay_changes as overlay_changes,
    render as render,
    retitled as retitled,
    save_picture as save_picture,
    select_diagram as select_diagram,
    to_dot as to_dot,
    to_html as to_html,
)
from .errors import (
    AmbiguousName as AmbiguousName,
    InputError as InputError,
    InternalError as InternalError,
    MergeConflict as MergeConflict,
    MissingEngine as MissingEngine,
    MissingPackage as MissingPackage,
    MissingRenderer as MissingRenderer,
    NotFetched as NotFetched,
    PathwayGraphError as PathwayGraphError,
    Problem as Problem,
    QueryError as QueryError,
    QueryTimeout as QueryTimeout,
    RenderError as RenderError,
    RenderWarning as RenderWarning,
    StoreEmpty as StoreEmpty,
    StoreError as StoreError,
    StoreUnavailable as StoreUnavailable,
    UnknownName as UnknownName,
    WrongArgument as WrongArgument,
)
from .evidence.audit import Audit as Audit, audit as audit
from .evidence.checking import Checked as Checked, Verification as Verification, verify as verify
from .evidence.conflicts import Conflicts as Conflicts, find_conflicts as find_conflicts
from .evidence.contrast import Contrast as Contrast, contrast as contrast
from .evidence.selection import ClaimFilter as ClaimFilter, Selection as Selection, select_claims as select_claims
from .evidence.weight import Weight as Weight, weigh as weigh, weigh_edges as weigh_edges
from .formats.kept_layout import read_places as read_places
from .formats.native import read_guide as read_guide
from .formats.registry import read as read, read_all as read_all, read_file as read_file, write as write
from .formats.report import Loss as Loss, Report as Report
from .identifiers.alignment import align as align
from .identifiers.identify import Identified as Identified
from .identifiers.identify import Names as Names
from .identifiers.identify import identify as identify
from .identifiers.lookup import resolve as resolve
from .interop.frames import to_pandas as to_pandas, to_polars as to_polars
from .interop.viewing import view as view
from .interop.networkx import from_networkx as from_networkx, to_networkx as to_networkx
from .look import (
    ClaimCard as ClaimCard,
    DataSetCard as DataSetCard,
    DiagramCard as DiagramCard,
    EntityCard as EntityCard,
    Found as Found,
    Match as Match,
    PublicationCard as PublicationCard,
    find as find,
    show as show,
)
from .model import (
    Claim as Claim,
    Diagram as Diagram,
    DiagramEdge as DiagramEdge,
    DiagramFrame as DiagramFrame,
    DiagramNode as DiagramNode,
    DiagramPlace as DiagramPlace,
    DiagramWay as DiagramWay,
    Edge as Edge,
    Entity as Entity,
    Link as Link,
    Network as Network,
    Ortholog as Ortholog,
    Protocol as Protocol,
    Publication as Publication,
    Reference as Reference,
    Source as Source,
    Step as Step,
    Tension as Tension,
    Verdict as Verdict,
    Xref as Xref,
)
from .model.build import build_network as build_network, merge as merge, split as split
from .model.diff import Difference as Difference, compare as compare
from .model.statistics import statistics as statistics
from .model.validate import check_network as check_network
from .regulators import (
    CausalNetwork as CausalNetwork,
    Measurements as Measurements,
    Measurement as Measurement,
    ColumnOptions as ColumnOptions,
    Regulators as Regulators,
    causal_network as causal_network,
    explain_regulator as explain_regulator,
    place_changes as place_changes,
    rank_regulators as rank_regulators,
    read_changes as read_changes,
)
from .stores.base import Store as Store, Table as Table
from .stores.open import open_store as open_store
from .trace import (
    BestRoutes as BestRoutes,
    TraceEnd as TraceEnd,
    Filters as Filters,
    Route as Route,
    Trace as Trace,
    best_routes as best_routes,
    downstream as downstream,
    paths as paths,
    upstream as upstream,
)
from .trace.explanation import RouteExplanation as RouteExplanation, explain as explain
from .trace.knock_out import knock_out as knock_out
from .trace.fragility import Fragility as Fragility, fragility as fragility
from .trace.effects import RetractionEffects as RetractionEffects, retraction_effects as retraction_effects
from .formats.notices import read_notices as read_notices
from .evidence.works import retracted_claims as retracted_claims
from .regulators.fragile import (
    RegulatorFragility as RegulatorFragility,
    regulator_fragility as regulator_fragility,
)

__all__: list[str]
__version__: str
