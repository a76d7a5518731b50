//! Questions and answers as JSON: `docs/ABI.md`. They are read and written here, and not in the module, to be built for
//! size.

use falconet_diagnostics::Label;
use falconet_diagnostics::render::Place;
use falconet_event::catalogue::Catalogue;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::complete::{Completion, complete};
use crate::files::{Files, Location};
use crate::hover::hover;
use crate::occurrences::{definitions, references};
use crate::rename::{RenameError, renamable, rename};
use crate::samples::{Samples, sample_values};
use crate::symbols::{Symbol, symbols};

/// What can be asked.
pub const OPERATIONS: [&str; 7] = [
    "complete",
    "hover",
    "definition",
    "references",
    "rename",
    "symbols",
    "samples",
];

/// Answers one of [`OPERATIONS`], whose keys the request has; or says why there is no answer.
pub fn answer(operation: &str, request: Value, catalogue: &Catalogue) -> Result<Value, String> {
    let error = |error: serde_json::Error| format!("the request is not understood: {error}");
    if operation == "samples" {
        let request: SamplesRequest = serde_json::from_value(request).map_err(error)?;
        return sampled(&request, catalogue);
    }
    let request: PlaceRequest = serde_json::from_value(request).map_err(error)?;
    let files = Files::of(request.files.iter().map(|file| (&*file.name, &*file.text)));
    let at = files.locate(&request.file, request.offset);
    let at = at.ok_or_else(|| format!("none of the files is named `{}`", request.file))?;
    let answer = match operation {
        "complete" => serde_json::to_value(completed(&files, at, &request.samples, catalogue)),
        "hover" => serde_json::to_value(hovered(&files, at, catalogue)),
        "definition" => serde_json::to_value(places(&files, &definitions(&files, at))),
        "references" => serde_json::to_value(places(&files, &references(&files, at))),
        "rename" => {
            serde_json::to_value(renaming(&files, at, request.new_name.as_deref(), catalogue))
        }
        "symbols" => serde_json::to_value(defined(&files, at)),
        other => return Err(format!("there is no operation `{other}`")),
    };
    answer.map_err(error)
}

/// A file of a ruleset.
#[derive(Debug, Deserialize)]
struct RulesFile {
    name: String,
    text: String,
}

/// A question about a place in one of several files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceRequest {
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
struct SamplesRequest {
    /// Events in any shape that is scanned.
    events: String,
    /// The source whose events these are.
    #[serde(default)]
    source: Option<String>,
}

/// What may be written at a place.
#[derive(Debug, Serialize)]
struct Completions {
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
struct Hover {
    /// Nothing where nobody knows.
    markdown: Option<String>,
    range: Option<Place>,
}

/// Places in files.
#[derive(Debug, Serialize)]
struct Places {
    places: Vec<Place>,
}

/// What has another name, or could have.
#[derive(Debug, Default, Serialize)]
struct Renamed {
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
struct Symbols {
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
struct Sampled {
    samples: Samples,
}

fn completed(
    files: &Files,
    at: Location<'_>,
    samples: &Samples,
    catalogue: &Catalogue,
) -> Completions {
    let found = complete(files, at, catalogue, samples);
    Completions {
        range: files.place(&found.label),
        items: found.items.into_iter().map(item).collect(),
        incomplete: found.is_incomplete,
    }
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

fn hovered(files: &Files, at: Location<'_>, catalogue: &Catalogue) -> Hover {
    let found = hover(files, at, catalogue);
    found.map_or_else(Hover::default, |found| Hover {
        range: files.place(&found.label),
        markdown: Some(found.text),
    })
}

fn renaming(
    files: &Files,
    at: Location<'_>,
    new_name: Option<&str>,
    catalogue: &Catalogue,
) -> Renamed {
    let renamed = renamed(files, at, new_name, catalogue);
    renamed.unwrap_or_else(|refused| Renamed {
        refused: Some(refused.to_string()),
        ..Renamed::default()
    })
}

fn renamed(
    files: &Files,
    at: Location<'_>,
    new_name: Option<&str>,
    catalogue: &Catalogue,
) -> Result<Renamed, RenameError> {
    let found = renamable(files, at)?;
    let renaming = new_name.map(|name| rename(files, at, name, catalogue));
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

fn defined(files: &Files, at: Location<'_>) -> Symbols {
    let found = symbols(at.file).into_iter();
    let defined = |symbol: Symbol| Defined {
        kind: symbol.kind.word(),
        name: symbol.name,
        range: files.place(&symbol.label),
        item: files.place(&symbol.item),
    };
    Symbols {
        symbols: found.map(defined).collect(),
    }
}

fn sampled(request: &SamplesRequest, catalogue: &Catalogue) -> Result<Value, String> {
    let samples = sample_values(&request.events, request.source.as_deref(), catalogue);
    let samples = samples.map_err(|error| error.to_string())?;
    serde_json::to_value(Sampled { samples }).map_err(|error| error.to_string())
}

fn places(files: &Files, labels: &[Label]) -> Places {
    let places = labels.iter().filter_map(|label| files.place(label));
    Places {
        places: places.collect(),
    }
}
