"""How the pages look, beyond the theme: written here, never from data."""

import streamlit as st

from views.table_shape import CUT
from views.wording import Words

LARGEST = "server.maxUploadSize"  # MB of a file that is dropped
STYLE = """<style>
.stMainBlockContainer { padding: 3.9rem 1.5rem 1rem; }
.stMainBlockContainer h2 { padding: 0; font-size: 1.5rem; line-height: 1.2; }
.stMainBlockContainer h4 { padding: 0.2rem 0; font-size: 1rem; }
.stMainBlockContainer .stVerticalBlock { gap: 0.6rem; }
.stMainBlockContainer [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
.stMainBlockContainer [data-testid="stMarkdownContainer"] p { margin-bottom: 0; }
:is(.stMainBlockContainer, [data-testid="stPopoverBody"]) [data-testid="stCaptionContainer"] {
  opacity: 1; color: #5b6577;
}
.stCode .token { color: #1e3a8a !important; }
[data-testid="InputInstructions"] { display: none; }
[data-testid="stElementToolbarButton"]:has(> span > [aria-label="Download as CSV"]) { display: none; }
.stApp a:focus-visible { outline: 2px solid #1e3a8a !important; outline-offset: 1px; }
.st-key-head { align-items: baseline; }
.st-key-drawer { height: calc(clamp(360px, 100vh - 262px, 680px) + 34px); overflow-y: auto; }
.st-key-drawer { flex: none; flex-wrap: nowrap; }
.st-key-cards > div:has(> .st-key-drawer) { position: sticky; top: 3.75rem; z-index: 1; background: white; }
:is(.st-key-listed, .st-key-cards) .st-key-drawer { height: auto; max-height: 420px; }
.st-key-drawer p, .st-key-hint p, .st-key-starts p, .st-key-cards p,
.st-key-others p { font-size: 13px; line-height: 1.4; }
.st-key-hint, .st-key-starts { padding: 0.5rem 0.8rem; }
.st-key-drawer .stVerticalBlock, :is(.st-key-cards, .st-key-others) .stVerticalBlock { gap: 0.35rem; }
.st-key-drawer .stVerticalBlock .stVerticalBlock,
.st-key-cards .stVerticalBlock .stVerticalBlock { padding: 0.5rem 0.7rem; }
.st-key-drawer .st-key-rows { padding: 0; gap: 0; }
[class*="st-key-rows"] button, [class*="st-key-rows"] button div { justify-content: flex-start; text-align: left; }
[class*="st-key-rows"] button { min-height: 1.7rem; padding: 0; }
.st-key-figures button, .st-key-figures button div { justify-content: flex-start; text-align: left; }
.st-key-figures button { min-height: 5.7rem; align-items: flex-start; padding: 0.35rem 0.8rem; }
.st-key-figures button p { white-space: normal; }
.st-key-figures button strong { display: block; font-size: 1.5rem; line-height: 1.3; }
.stMain .dvn-scroller, .st-key-drawer { scrollbar-color: #94a3b8 transparent !important; scrollbar-width: thin; }
.stButtonGroup > div { flex-wrap: wrap; row-gap: 0.3rem; }
.st-key-figures .stColumn > .stVerticalBlock, .st-key-figures .stColumn > .stVerticalBlock > div { height: 100%; }
.st-key-controls .stElementContainer:has(> .stTextInput) { min-width: 18rem; }
:is(.st-key-parameters, .st-key-numbers) .stElementContainer:has(> .stNumberInput) { min-width: 16rem; }
.st-key-parameters .stElementContainer:has(> :is(.stMultiSelect, .stSelectbox)) { min-width: 12rem; }
.st-key-who .stElementContainer:has(> :is(.stMultiSelect, .stSelectbox)) { min-width: 25rem; }
@media (max-width: 1000px) {
  .stHorizontalBlock:has(> .stColumn .st-key-hint) { flex-direction: column-reverse; }
  .stHorizontalBlock:has(> .stColumn .st-key-question), .st-key-actor .stHorizontalBlock { flex-direction: column; }
  .stHorizontalBlock:has(> .stColumn .st-key-hint) > .stColumn, .st-key-actor .stColumn,
  .stHorizontalBlock:has(> .stColumn .st-key-question) > .stColumn { width: 100%; flex: none; }
  .st-key-question [role="radiogroup"] { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
}
@media print {
  @page { size: A4; margin: 12mm; }
  .stMainBlockContainer { padding: 0; }
  .stMain .st-key-drawer { height: auto; max-height: none; overflow: visible; }
  .st-key-cards > div:has(> .st-key-drawer) { position: static; }
  :is(.st-key-drawer, .st-key-cards) .stVerticalBlock .stVerticalBlock, .stVegaLiteChart, .stDataFrame, tr, .frame {
    break-inside: avoid;
  }
  .stDataFrame div, .stDataFrame canvas { max-width: 100% !important; }
  .stDataFrame canvas { height: auto !important; }
  .stElementContainer:has(h2, h3, h4) { break-after: avoid; }
  .stDownloadButton, .stPopover, .stTextInput, .stFileUploader, .stButton, .st-key-question { display: none; }
  [data-testid="stElementToolbar"], .st-key-hint { display: none; }
  :is([class*="st-key-rows"], .st-key-figures, .st-key-drawer .stExpander) .stButton { display: block; }
  .stHorizontalBlock:has(> .stColumn .st-key-drawer) { flex-direction: column; }
  .stHorizontalBlock:has(> .stColumn .st-key-drawer) > .stColumn { width: 100%; flex: none; }
}
</style>"""


def style(say: Words) -> str:
    """All of it, and the words that Streamlit itself says in English alone: in this language in their place."""
    each = int(st.get_option(LARGEST))
    told = {
        '.rc-overflow-item-rest [data-testid="stTopNavSection"] p': say("Other pages"),
        '[data-testid="stFileUploaderDropzone"] button p': say("Browse"),
        '[data-testid="stFileUploaderDropzoneInstructions"] span': say("{count} MB at most each", count=each),
    }
    rules = (
        f'{where} {{ font-size: 0 !important; }}\n{where}::after {{ content: "{words}"; font-size: 13px; }}'
        for where, words in told.items()
    )
    cut = say("What the screen did not show of this table is in its spreadsheet (CSV).")
    cut_ones = ", ".join(f'.stElementContainer[height="{high}px"]:has(.stDataFrame)' for high in CUT)
    printed = (
        f"@media print {{ :is({cut_ones}) {{ height: auto; }}\n"
        f':is({cut_ones})::after {{ content: "{cut}"; font-size: 10px; color: #5b6577; }} }}'
    )
    return STYLE.replace("</style>", "\n".join([*rules, printed]) + "\n</style>")
