"""Kinds of files that people have and that are not read here: what each is, by its content, and what to do instead."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final

_HEAD: Final = 8192


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is, and how to get a network, or a table of names and changes, out of it."""

    what: str
    network: str
    table: str

    def way(self, wanted: str) -> str:
        """Return what to do where a ``network``, a ``table`` or a ``list`` was wanted."""
        return self.network if wanted == "network" else self.table


def _kind(what: str, network: str, table: str = "") -> Kind:
    return Kind(what, network, table or network)


_NO_CHANGES: Final = "it is a network, without measured changes: give a table with a name and a change a row"
_UNPACK: Final = "unpack it, and give the file in it"
_SHEET: Final = "save the sheet as .xlsx or CSV"
_ANNOTATION: Final = _kind(
    "",
    "it says where genes lie, not what acts on what: give a network (SIF, a table of edges, GPML, CX2, …)",
    "it says where genes lie, not how they changed: give the table of changes of your analysis",
)
_PICTURE: Final = (
    "a picture cannot be read: get the network itself, from NDEx, WikiPathways or the authors' supplement",
    "a picture cannot be read: get the table as CSV or Excel from the authors' supplement",
)
_TEXT_DOCUMENT: Final = (
    "copy the table of edges in it into a spreadsheet, and save that as CSV",
    "copy the table in it into a spreadsheet, and save that as .xlsx or CSV",
)
_R: Final = _kind(
    "data of R (.rds, .RData)",
    "write the edges in R: write.csv(x, 'x.csv', row.names = FALSE)",
    "write the table in R: write.csv(x, 'x.csv')",
)


def _python(what: str) -> Kind:
    return Kind(what, "write the edges in Python: df.to_csv('x.csv')", "write the table in Python: df.to_csv('x.csv')")


_RAW_DATA: Final = (
    "it is raw data, not a network: give SIF, a table of edges, GPML, CX2, …",
    "it is raw data: give the table of changes that your analysis (DESeq2, edgeR, limma, Seurat, …) made of it",
)
_NEEDS_TEST: Final = (
    "it holds values per sample, not what acts on what: give SIF, a table of edges, GPML, CX2, …",
    "it holds values per sample: compare the samples first (DESeq2, edgeR, limma), and give the table of changes",
)


def picture(what: str) -> Kind:
    """Return the kind of a picture."""
    return Kind(what, *_PICTURE)


OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTES: Final = (
    (b"%PDF-", _kind("a PDF", "get the network as a file from the authors' supplement or NDEx; a text cannot be read",
                     "get the table as CSV or Excel from the authors' supplement")),
    (b"\x89HDF\r\n\x1a\n", _kind("HDF5 (AnnData .h5ad, 10x .h5, loom)", _NEEDS_TEST[0],
        "write the table: sc.get.rank_genes_groups_df(adata, group=None).to_csv('x.csv')")),
    (b"RDX", _R), (b"RDA", _R), (b"X\n\0\0\0", _R), (b"A\n2\n", _R), (b"A\n3\n", _R),
    (b"\x89PNG\r\n", picture("a picture (PNG)")), (b"\xff\xd8\xff", picture("a picture (JPEG)")),
    (b"GIF8", picture("a picture (GIF)")), (b"II*\0", picture("a picture (TIFF)")),
    (b"MM\0*", picture("a picture (TIFF)")), (b"BM", picture("a picture (BMP)")),
    (b"%!PS", picture("a drawing (PostScript)")),
    (b"PAR1", _python("a table in Parquet")),
    (b"ARROW1", _python("a table in Feather (Arrow)")),
    (b"FEA1", _python("a table in Feather")),
    (b"\x93NUMPY", _python("an array of NumPy")),
    (b"\x80\x02", _python("a pickle of Python")),
    (b"\x80\x03", _python("a pickle of Python")),
    (b"\x80\x04", _python("a pickle of Python")),
    (b"\x80\x05", _python("a pickle of Python")),
    (b"SQLite format 3\0", _kind("a database (SQLite)", "write its table of edges as CSV", "write its table as CSV")),
    (b"MATLAB 5.0 MAT", _kind("data of MATLAB", "write the table of edges: writetable(T, 'x.csv')",
                              "write the table: writetable(T, 'x.csv')")),
    (b"$FL2", _kind("data of SPSS", "save it as CSV")), (b"<stata_dta>", _kind("data of Stata", "save it as CSV")),
    (b"Rar!\x1a\x07", _kind("an archive (RAR)", _UNPACK)), (b"7z\xbc\xaf'\x1c", _kind("an archive (7-Zip)", _UNPACK)),
    (b"(\xb5/\xfd", _kind("compressed by zstd", "unpack it first: zstd -d FILE")),
    (b"\x1f\x9d", _kind("compressed by compress (.Z)", "unpack it first: gunzip FILE")),
    (b"BAM\1", Kind("a file of alignments of reads (BAM)", *_RAW_DATA)),
    (b"CRAM", Kind("a file of alignments of reads (CRAM)", *_RAW_DATA)),
    (b"IDAT", Kind("raw data of an array (IDAT)", *_RAW_DATA)),
    (b"\x40\0\0\0", Kind("raw data of an array (CEL)", *_RAW_DATA)),
    (b"{\\rtf", Kind("a text document (RTF)", *_TEXT_DOCUMENT)),
    (b"MZ", _kind("a program", "look whether it is the file that you meant")),
    (b"\x7fELF", _kind("a program", "look whether it is the file that you meant")),
)  # fmt: skip
"""How files begin, and what they are; what comes first counts."""

_MEMBERS: Final = (
    (r"word/", Kind("a text document of Word (.docx)", *_TEXT_DOCUMENT)),
    (r"ppt/", Kind("a file of slides of PowerPoint (.pptx)", *_TEXT_DOCUMENT)),
    (r"xl/", _kind("a workbook of Excel (.xlsx)", "save the sheet with the edges as CSV", _SHEET)),
    (r".*cysession\.xml|.*/networks/.*\.xgmml", _kind("a session of Cytoscape (.cys)",
        "open it in Cytoscape, and export the network: File, Export, Network to File, as CX2 or .cyjs",
        "open it in Cytoscape, and export the table: File, Export, Table to File")),
    (r"data\.pkl|.*\.npy", _python("data of Python")),
    (r"Index/(?:.*\.iwa|Document\.iwa)", _kind("a sheet of Numbers", "export it as CSV")),
)  # fmt: skip
"""What members of zip archives tell of what they really are."""

_TEXTS: Final = (
    (r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<!doctype html|(?:<\?xml[^>]*>\s*)?<html|<head>", _kind("a web page",
        "fetch the file itself: the link led to a page about it, or to a message that it is not there")),
    (r"version https://git-lfs\.github\.com", _kind("a pointer of Git LFS, not the file itself",
        "fetch the file itself: git lfs pull, or by its link for download")),
    (r"\[InternetShortcut\]", _kind("a link to a page", "fetch the file itself from there")),
    (r"<Error><Code>|(?:<\?xml[^>]*>\s*)?<Error>", _kind("a server's message that the file cannot be had",
        "look at its text, and fetch the file again")),
    (r"(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg\b", picture("a drawing (SVG)")),
    (r"(?:<\?xml[^>]*>\s*)?<\w*:?GraphPadPrismFile", _kind("a project of GraphPad Prism", "export the table as CSV")),
    (r"(?s:.{0,2000})<graph\b[^>]*XGMML|(?s:.{0,2000})xmlns=\"http://www\.cs\.rpi\.edu/XGMML", _kind("XGMML",
        "open it in Cytoscape, and export the network as CX2 or .cyjs", _NO_CHANGES)),
    (r"(?s:.{0,2000})<gexf\b", _kind("GEXF, of Gephi", "export it as GraphML", _NO_CHANGES)),
    (r"(?s:.{0,2000})<(?:\w+:)?entrySet\b", _kind("PSI-MI XML", "take the same set as MITAB or as a table of edges",
        _NO_CHANGES)),
    (r"(?s:.{0,2000})<(?:rdf:RDF|owl:|Ontology)\b|format-version: \d", _kind("an ontology (OWL, OBO)",
        "it holds terms, not what acts on what: give SIF, a table of edges, GPML, CX2, …",
        "it holds terms, not changes; give the table of changes of your analysis")),
    (r"graph\s*\[|Creator\s.*\s*(?:Version\s.*\s*)?graph\s*\[", _kind("GML",
        "write GraphML: networkx.write_graphml(networkx.read_gml('x.gml'), 'x.graphml'), or from Cytoscape or yEd",
        _NO_CHANGES)),
    (r"(?s:.{0,2000})<gxl\b", _kind("GXL", "write GraphML, in which attributes of nodes and edges have the same place",
        _NO_CHANGES)),
    (r"(?:%[^\n]*\n)*\*(?:vertices\s+\d+|network\b)", _kind("a network of Pajek (.net)",
        "write GraphML: networkx.write_graphml(networkx.read_pajek('x.net'), 'x.graphml'); or a table of edges",
        _NO_CHANGES)),
    (r"DL\s+N\s*=\s*\d+", _kind("a network of UCINET (DL)", "write its edges as a table: source, target, sign",
        _NO_CHANGES)),
    (r"(?:strict\s+)?(?:di)?graph\b[^{\n]*\{", _kind("DOT, of Graphviz",
        "write GraphML or SIF: networkx.nx_pydot.read_dot reads it; a picture says nothing of signs", _NO_CHANGES)),
    (r"#?ID\(s\) interactor A\b", _kind("MITAB",
        "write its columns as a table of edges: source, relation, target, pmid", _NO_CHANGES)),
    (r">\S[^\n\t]*\r?\n[A-Za-z*\-]{10,}", _kind("a file of sequences (FASTA)",
        "sequences say nothing of what acts on what: give SIF, a table of edges, GPML, CX2, …",
        "sequences are no genes with changes: give a table of names and changes, or a list of names")),
    (r"@[^\n]+\r?\n[ACGTNacgtn.]+\r?\n\+", Kind("a file of reads (FASTQ)", *_RAW_DATA)),
    (r"@(?:HD|SQ)\t", Kind("a file of alignments of reads (SAM)", *_RAW_DATA)),
    (r"##gff-version|(?:#[^\n]*\n)*[^\t\n]+\t[^\t\n]*\t[^\t\n]+\t\d+\t\d+\t[^\t\n]*\t[-+.?]\t[012.]\t\S",
     Kind("an annotation of a genome (GTF, GFF)", _ANNOTATION.network, _ANNOTATION.table)),
    (r"##fileformat=VCF", Kind("a file of variants (VCF)", _ANNOTATION.network, _ANNOTATION.table)),
    (r"(?:(?:track|browser|#)[^\n]*\n)*chr\w{1,5}\t\d+\t\d+(?:\t|\r?\n)",
     Kind("a file of regions of a genome (BED)", _ANNOTATION.network, _ANNOTATION.table)),
    (r"#1\.[23]\r?\n", Kind("a matrix of expression (GCT)", *_NEEDS_TEST)),
    (r"%%MatrixMarket", Kind("a matrix of counts (Matrix Market)", *_NEEDS_TEST)),
    (r"\d+ \d+ 1\r?\n#", _kind("a file of classes of samples (.cls)", *_NEEDS_TEST)),
    (r"!Series_|!Sample_|\^(?:DATABASE|SERIES|SAMPLE|PLATFORM)\b", _kind("a record of GEO with values per sample",
        _NEEDS_TEST[0], "it holds values per sample: take the table of changes from GEO2R, or compare them yourself")),
    (r"\[CEL\]|CEL\r?\n", Kind("raw data of an array (CEL)", *_RAW_DATA)),
    (r"#!\s*/\S*|import \w+\s*$|from \w[\w.]* import |library\(|require\(|suppressPackage|<-\s*function",
     _kind("a program or script", "run it, and give the file that it writes")),
)  # fmt: skip
"""How texts begin, and what they are; what comes first counts."""

_NETWORKS: Final = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (r"<(?s:.{0,2000})(?:pathvisio|genmapp)\.org/GPML", "GPML"),
        (r"<(?s:.{0,2000})<graphml\b|<graphml\b", "GraphML"),
        (r"<(?s:.{0,2000})sbgn\.org/libsbgn", "SBGN-ML"),
        (r"<(?s:.{0,2000})<sbml\b|<sbml\b", "SBML"),
        (r"<(?s:.{0,2000})KGML|<pathway\s", "KGML, of KEGG"),
        (r"<(?s:.{0,4000})biopax-level", "BioPAX"),
        (r"#\s*BEL\b|SET DOCUMENT\b|(?s:.{0,4000})(?m:^)DEFINE NAMESPACE\b", "a BEL script"),
        (r"(?i:targets\s*,\s*(?:factors|functions))", "a Boolean network (.bnet)"),
        (r'\[(?s:.{0,4000})"CXVersion"', "CX2"),
        (r'\[\s*\{\s*"(?:numberVerification|metaData|nodes|edges|@context)"', "CX"),
        (r'\{(?s:.{0,8000})"(?:annotation_url|document_metadata)"', "BEL, as PyBEL writes it"),
        (r'\{(?s:.{0,8000})"elements"\s*:\s*[\[{]', "JSON of Cytoscape"),
        (r'\{(?s:.{0,2000})"pathway-graph-document', "a document of pathway-graph"),
        (r"(?ms:.{0,2000}?)(?m:^)format:\s*pathway-graph/", "a data set of pathway-graph"),
    )
)
"""How networks begin that `pathway_graph.formats` reads."""

_PATTERNS: Final = tuple((re.compile(pattern, re.IGNORECASE | re.MULTILINE), kind) for pattern, kind in _TEXTS)
_OLD: Final = {
    ".doc": Kind("a text document of Word before 2007 (.doc)", *_TEXT_DOCUMENT),
    ".ppt": Kind("a file of slides of PowerPoint before 2007 (.ppt)", *_TEXT_DOCUMENT),
}
_OLD_WORKBOOK: Final = _kind(
    "a workbook of Excel before 2007 (.xls)",
    "save the sheet with the edges as CSV",
    "save it as .xlsx or as CSV",
)
_OPEN_DOCUMENT: Final = {
    "spreadsheet": _kind("a sheet of LibreOffice (.ods)", "save the sheet with the edges as CSV", _SHEET),
    "text": Kind("a text document of LibreOffice (.odt)", *_TEXT_DOCUMENT),
    "presentation": Kind("a file of slides of LibreOffice (.odp)", *_TEXT_DOCUMENT),
}
_BINARY: Final = _kind(
    "binary, of no kind that is known here",
    "look what made it, and let that export a network (SIF, a table of edges, GraphML, CX2, …)",
    "look what made it, and let that export the table as CSV",
)


def kind_of(data: bytes, name: str = "") -> Kind | None:
    r"""Return what a file is, where it is of a kind that is known and not read as a table; else None.

    Args:
        data: Its bytes, uncompressed.
        name: Its name, which tells kinds apart that begin alike.

    >>> kind_of(b"%PDF-1.7").what, kind_of(b">P04637\nMEEPQSDPSVEPPLS\n").what, kind_of(b"gene,log2FC\nMYC,2\n")
    ('a PDF', 'a file of sequences (FASTA)', None)
    """
    found = binary_kind(data, name)
    if found is not None:
        return found
    text = data[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return next((kind for pattern, kind in _PATTERNS if pattern.match(text)), None)


def network_kind(data: bytes, name: str = "") -> str:
    r"""Return what a file of a network is, by its content or its ending, in words; nothing for other files.

    >>> network_kind(b"<graphml/>"), network_kind(b"A\tinhibits\tB", "a.sif"), network_kind(b"gene")
    ('GraphML', 'SIF', '')
    """
    text = data[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    found = next((what for pattern, what in _NETWORKS if pattern.match(text)), "")
    return found or ("SIF" if re.search(r"\.sif(\.\w+)?$", name.lower()) else "")


def binary_kind(data: bytes, name: str = "") -> Kind | None:
    """Return what a file is that is no text; None for a text and for what is not known."""
    if data[:8] == OLD_OFFICE:
        return next((kind for ending, kind in _OLD.items() if name.lower().endswith(ending)), _OLD_WORKBOOK)
    if data[:2] == b"PK":
        return _zipped(data)
    if data[4:8] == b"ftyp" or data[:4] == b"\x1aE\xdf\xa3":
        return picture("a film")
    kind = next((kind for magic, kind in _BYTES if data.startswith(magic)), None)
    if kind is not None and len(kind.what) and data[:2] in (b"BM", b"MZ") and b"\0" not in data[:512]:
        return None  # words may begin so
    return kind


def unknown_binary(data: bytes) -> Kind | None:
    r"""Return that a file is binary if most of it is no text in any usual encoding, else None.

    >>> unknown_binary(bytes(range(256)) * 4).what, unknown_binary("Gène\tµ".encode("latin-1"))
    ('binary, of no kind that is known here', None)
    """
    head = data[:_HEAD]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    is_utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return _BINARY if not is_utf16 and controls > max(3, len(head) // 20) else None


def _zipped(data: bytes) -> Kind | None:
    """Return what a zip archive really is; an archive of other files is told with the first of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            kind = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return _kind("an archive (zip) that is cut off or damaged", "fetch it again")
    for word, found in _OPEN_DOCUMENT.items():
        if f"opendocument.{word}" in kind:
            return found
    for pattern, found in _MEMBERS:
        if any(re.match(pattern, name) for name in names):
            return found
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return _kind(f"an archive (zip) {f'with {listed}' if names else 'of no files'}", _UNPACK)
