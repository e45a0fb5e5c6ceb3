"""Charts of measured changes and of what explains them: volcano, bars, targets, heat map, by Altair (extra ``plot``).

May import: `errors`, `model`, `regulators`, `diagrams`, `text`.
Not here: pictures of pathways, which are drawn by `diagrams`.
"""

from pathway_graph.charts.bars import bars
from pathway_graph.charts.heat_map import heat_map
from pathway_graph.charts.saving import CHARTS, chart_bytes, save_chart
from pathway_graph.charts.targets import target_bars
from pathway_graph.charts.volcano import volcano

__all__ = ["CHARTS", "bars", "chart_bytes", "heat_map", "save_chart", "target_bars", "volcano"]
