//! What the module answers, as the protocol has it.

use std::collections::HashMap;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, Contents, DocumentSymbol, Documentation,
    Hover, InsertTextFormat, MarkupContent, MarkupKind, PrepareRenamePlaceholder, Range,
    SymbolKind, TextEdit, Uri, WorkspaceEdit,
};

use super::error::LspError;
use super::question::{Completions, Defined, Meaning, Proposal, Renamed, Symbol};
use super::ruleset::Places;

/// What may be written.
pub(super) fn completions(
    found: Completions,
    places: &Places<'_>,
    has_snippets: bool,
) -> CompletionList {
    let range = places.range(&found.range).unwrap_or_default();
    let written = places.text(&found.range).unwrap_or_default();
    let style = Style {
        has_snippets,
        is_quoted: written.starts_with(['"', '\'', '\\']),
    };
    let items = found.items.into_iter().enumerate();
    CompletionList {
        is_incomplete: found.incomplete,
        items: items
            .map(|(order, one)| item(order, one, range, style))
            .collect(),
        ..CompletionList::default()
    }
}

/// How proposals are told.
#[derive(Debug, Clone, Copy)]
struct Style {
    has_snippets: bool,
    /// Whether what is written already begins with a quote, which labels do not.
    is_quoted: bool,
}

fn item(order: usize, found: Proposal, range: Range, style: Style) -> CompletionItem {
    let is_snippet = found.kind == "snippet" && style.has_snippets;
    let new_text = if found.kind == "snippet" && !style.has_snippets {
        filled_in(&found.insert)
    } else {
        found.insert
    };
    let filter = style.is_quoted.then(|| new_text.clone());
    CompletionItem {
        label: found.label,
        kind: Some(kind(&found.kind)),
        detail: found.detail,
        documentation: found
            .documentation
            .map(|text| Documentation::MarkupContent(markdown(text))),
        sort_text: Some(format!("{order:05}")),
        filter_text: filter,
        insert_text_format: is_snippet.then_some(InsertTextFormat::Snippet),
        text_edit: Some(TextEdit { range, new_text }.into()),
        ..CompletionItem::default()
    }
}

/// A snippet whose places to fill in hold what they propose.
fn filled_in(snippet: &str) -> String {
    let mut text = String::new();
    for part in snippet.split("${") {
        let filled = part.split_once(':').and_then(|(number, rest)| {
            let is_place = number.bytes().all(|byte| byte.is_ascii_digit());
            let (inside, behind) = rest.split_once('}')?;
            (is_place && !text.is_empty()).then(|| [inside, behind].concat())
        });
        text.push_str(filled.as_deref().unwrap_or(part));
    }
    text
}

fn kind(kind: &str) -> CompletionItemKind {
    match kind {
        "snippet" => CompletionItemKind::Snippet,
        "key" => CompletionItemKind::Property,
        "field" => CompletionItemKind::Field,
        "operator" => CompletionItemKind::Operator,
        "transformer" | "macro" => CompletionItemKind::Function,
        "list" => CompletionItemKind::Variable,
        "rule" | "event" => CompletionItemKind::Event,
        _ => CompletionItemKind::Value,
    }
}

fn markdown(value: String) -> MarkupContent {
    MarkupContent {
        kind: MarkupKind::Markdown,
        value,
    }
}

/// What a word means.
pub(super) fn hover(found: Meaning, places: &Places<'_>) -> Option<Hover> {
    let contents = Contents::MarkupContent(markdown(found.markdown?));
    let range = found.range.and_then(|range| places.range(&range));
    Some(Hover { contents, range })
}

/// What has another name.
pub(super) fn renamed(
    found: Renamed,
    new_name: &str,
    places: &Places<'_>,
) -> Result<WorkspaceEdit, LspError> {
    let spans = require(found)?.places.unwrap_or_default();
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for location in places.locations(&spans) {
        changes.entry(location.uri).or_default().push(TextEdit {
            range: location.range,
            new_text: new_name.to_owned(),
        });
    }
    Ok(WorkspaceEdit {
        changes: Some(changes),
        ..WorkspaceEdit::default()
    })
}

/// What could have another name.
pub(super) fn renamable(
    found: Renamed,
    places: &Places<'_>,
) -> Result<Option<PrepareRenamePlaceholder>, LspError> {
    let found = require(found)?;
    let range = found.range.and_then(|range| places.range(&range));
    Ok(range
        .zip(found.name)
        .map(|(range, placeholder)| PrepareRenamePlaceholder { range, placeholder }))
}

fn require(found: Renamed) -> Result<Renamed, LspError> {
    match found.refused {
        Some(reason) => Err(LspError::Refused(reason)),
        None => Ok(found),
    }
}

/// What a file defines.
pub(super) fn symbols(found: Defined, places: &Places<'_>) -> Vec<DocumentSymbol> {
    let symbols = found.symbols.into_iter();
    symbols
        .filter_map(|symbol| one_symbol(symbol, places))
        .collect()
}

fn one_symbol(found: Symbol, places: &Places<'_>) -> Option<DocumentSymbol> {
    Some(DocumentSymbol {
        kind: match &*found.kind {
            "rule" => SymbolKind::Event,
            "macro" => SymbolKind::Function,
            _ => SymbolKind::Array,
        },
        detail: Some(found.kind),
        name: found.name,
        range: places.range(&found.item)?,
        selection_range: places.range(&found.range)?,
        tags: None,
        children: None,
        #[expect(
            deprecated,
            reason = "the protocol has it, and its type has no default"
        )]
        deprecated: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_without_snippets_gets_what_they_propose() {
        assert_eq!(filled_in("a: ${1:b c}\n${2:d} %e ${f"), "a: b c\nd %e f");
        assert_eq!(filled_in("plain: {x}"), "plain: {x}");
        assert_eq!(filled_in(""), "");
    }

    #[test]
    fn a_refused_name_is_an_error_with_its_reason() {
        let found: Renamed = serde_json::from_str(r#"{"refused": "it is taken"}"#).unwrap();
        assert_eq!(require(found).unwrap_err().to_string(), "it is taken");
    }
}
