//! What editors ask: `complete`, `hover`, `definition`, `references`, `rename`, `symbols`, `samples`.

use falconet_diagnostics::Label;
use falconet_diagnostics::render::Place;
use falconet_editor::{
    self as editor, Completion, Files, Location, RenameError, SampleError, Samples, Symbol,
};
use falconet_event::catalogue::Catalogue;
use serde::{Deserialize, Serialize};

use crate::messages::RulesFile;

/// A question about a place in one of several files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceRequest {
    /// The files of the ruleset in load order.
    files: Vec<RulesFile>,
    /// The name of the file that the place is in.
    file: String,
    /// Bytes before the place.
    #[serde(default)]
    offset: usize,
    /// What `samples` answered.
    #[serde(default)]
    samples: Samples,
    /// The name that something is to get; without one it is only told what could have another.
    #[serde(default)]
    new_name: Option<String>,
}

/// What `{"op": "samples"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SamplesRequest {
    /// Events in any shape that is scanned.
    events: String,
    /// The source whose events these are.
    #[serde(default)]
    source: Option<String>,
}

/// An answer, or why there is none.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Answer<A> {
    Told(A),
    Misunderstood { error: String },
}

/// What may be written at a place.
#[derive(Debug, Serialize)]
pub(crate) struct Completions {
    /// What the proposals take the place of.
    range: Option<Place>,
    items: Vec<Item>,
    incomplete: bool,
}

#[derive(Debug, Serialize)]
struct Item {
    label: String,
    kind: &'static str,
    detail: Option<String>,
    documentation: Option<String>,
    insert: String,
}

/// What a word means.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Hover {
    /// Nothing where nobody knows.
    markdown: Option<String>,
    range: Option<Place>,
}

/// Places in files.
#[derive(Debug, Serialize)]
pub(crate) struct Places {
    places: Vec<Place>,
}

/// What has another name, or could have.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Renamed {
    /// The name as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Place>,
    /// What stands at these places is to be `new_name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<Vec<Place>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_name: Option<String>,
    /// Why there is to be no other name.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// What a file defines.
#[derive(Debug, Serialize)]
pub(crate) struct Symbols {
    symbols: Vec<Defined>,
}

#[derive(Debug, Serialize)]
struct Defined {
    kind: &'static str,
    name: String,
    range: Option<Place>,
    item: Option<Place>,
}

/// Values of fields in events.
#[derive(Debug, Serialize)]
pub(crate) struct Sampled {
    samples: Samples,
}

/// `complete`
pub(crate) fn complete(request: &PlaceRequest, catalogue: &Catalogue) -> Answer<Completions> {
    ask(request, |files, at| {
        let found = editor::complete(files, at, catalogue, &request.samples);
        Completions {
            range: files.place(&found.label),
            items: found.items.into_iter().map(item).collect(),
            incomplete: found.is_incomplete,
        }
    })
}

fn item(found: Completion) -> Item {
    Item {
        label: found.label,
        kind: found.kind.word(),
        detail: found.detail,
        documentation: found.documentation,
        insert: found.insert,
    }
}

/// `hover`
pub(crate) fn hover(request: &PlaceRequest, catalogue: &Catalogue) -> Answer<Hover> {
    ask(request, |files, at| {
        let found = editor::hover(files, at, catalogue);
        found.map_or_else(Hover::default, |found| Hover {
            range: files.place(&found.label),
            markdown: Some(found.text),
        })
    })
}

/// `definition`
pub(crate) fn definition(request: &PlaceRequest, _: &Catalogue) -> Answer<Places> {
    ask(request, |files, at| {
        places(files, &editor::definitions(files, at))
    })
}

/// `references`
pub(crate) fn references(request: &PlaceRequest, _: &Catalogue) -> Answer<Places> {
    ask(request, |files, at| {
        places(files, &editor::references(files, at))
    })
}

/// `rename`
pub(crate) fn rename(request: &PlaceRequest, catalogue: &Catalogue) -> Answer<Renamed> {
    ask(request, |files, at| {
        let renamed = renamed(files, at, request.new_name.as_deref(), catalogue);
        renamed.unwrap_or_else(|refused| Renamed {
            refused: Some(refused.to_string()),
            ..Renamed::default()
        })
    })
}

fn renamed(
    files: &Files,
    at: Location<'_>,
    new_name: Option<&str>,
    catalogue: &Catalogue,
) -> Result<Renamed, RenameError> {
    let found = editor::renamable(files, at)?;
    let renaming = new_name.map(|name| editor::rename(files, at, name, catalogue));
    let renaming = renaming.transpose()?;
    Ok(Renamed {
        name: Some(found.name),
        range: files.place(&found.label),
        places: renaming
            .as_ref()
            .map(|renaming| places(files, &renaming.labels).places),
        new_name: renaming.map(|renaming| renaming.new_name),
        refused: None,
    })
}

/// `symbols`
pub(crate) fn symbols(request: &PlaceRequest, _: &Catalogue) -> Answer<Symbols> {
    ask(request, |files, at| {
        let found = editor::symbols(at.file).into_iter();
        let defined = |symbol: Symbol| Defined {
            kind: symbol.kind.word(),
            name: symbol.name,
            range: files.place(&symbol.label),
            item: files.place(&symbol.item),
        };
        Symbols {
            symbols: found.map(defined).collect(),
        }
    })
}

/// `samples`
pub(crate) fn samples(request: &SamplesRequest, catalogue: &Catalogue) -> Answer<Sampled> {
    let source = request.source.as_deref();
    match editor::sample_values(&request.events, source, catalogue) {
        Ok(samples) => Answer::Told(Sampled { samples }),
        Err(SampleError::Engine(error)) => Answer::Misunderstood {
            error: error.to_string(),
        },
    }
}

fn places(files: &Files, labels: &[Label]) -> Places {
    let places = labels.iter().filter_map(|label| files.place(label));
    Places {
        places: places.collect(),
    }
}

fn ask<A>(request: &PlaceRequest, answer: impl FnOnce(&Files, Location<'_>) -> A) -> Answer<A> {
    let files = request.files.iter().map(|file| (&*file.name, &*file.text));
    let files = Files::of(files);
    match files.locate(&request.file, request.offset) {
        Some(at) => Answer::Told(answer(&files, at)),
        None => Answer::Misunderstood {
            error: format!("none of the files is named `{}`", request.file),
        },
    }
}

#[cfg(test)]
mod tests;
