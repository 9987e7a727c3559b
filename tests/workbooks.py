"""Workbooks made by hand, no more of them than a reader needs."""

import zipfile
from datetime import date

REL = "http://schemas.openxmlformats.org"
MAIN = f"{REL}/spreadsheetml/2006/main"
KINDS = f"{REL}/officeDocument/2006/relationships"
PACKAGE = f"{REL}/package/2006"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
}
ODS = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
)
ODS += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def xlsx(path, **sheets):
    """Sheets, each a list of rows; None is an empty cell, a sheet whose name ends in _ is hidden.

    A tuple is a cell as it stands in the file: its type, its style, its value or its inner XML.
    """
    listed = "".join(
        f'<sheet name="{name.rstrip("_")}" sheetId="{n}" r:id="s{n}" state="{_state(name)}"/>'
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="s{n}" Type="{KINDS}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, 1 + len(sheets))
    )
    links += f'<Relationship Id="st" Type="{KINDS}/styles" Target="styles.xml"/>'
    parts = FIXED | {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }
    for n, rows in enumerate(sheets.values(), 1):
        body = "".join(f'<row r="{r}">{_cells(r, row)}</row>' for r, row in enumerate(rows, 1))
        parts[f"xl/worksheets/s{n}.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
    return _zipped(path, parts)


def ods(path, rows, name="Un"):
    """One sheet of texts, numbers, days and errors."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    table = f'<office:spreadsheet><table:table table:name="{name}">{body}</table:table></office:spreadsheet>'
    return _zipped(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {ODS}><office:body>{table}</office:body>"
            "</office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODS.split(chr(34))[1]}"/>',
        },
    )


def _zipped(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return path


def _state(name):
    return "hidden" if name.endswith("_") else "visible"


def _cells(line, row):
    return "".join(_cell(one, f"{chr(64 + column)}{line}") for column, one in enumerate(row, 1) if one is not None)


def _cell(value, place):
    kind, style = "n", 0
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, date):
        value, style = (value - date(1899, 12, 30)).days, 1
    elif isinstance(value, tuple):
        kind, style, value = value
    inner = value if str(value).startswith("<") else f"<v>{value}</v>"
    return f'<c r="{place}" t="{kind}" s="{style}">{inner}</c>'


def _ods_cell(value):
    kind, more = "string", ""
    if str(value).startswith("#"):
        more = ' office:string-value="" calcext:value-type="error"'
    elif isinstance(value, date):
        kind, more = "date", f' office:date-value="{value.isoformat()}"'
    elif isinstance(value, int):
        kind, more = "float", f' office:value="{value}"'
    return f'<table:table-cell office:value-type="{kind}"{more}><text:p>{value}</text:p></table:table-cell>'
