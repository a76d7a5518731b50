//! `list` and `show`: from requests to what `falconet-show` has to say.

use falconet_event::catalogue::Catalogue;
use falconet_show::{
    Definitions, ListError, Listing, Page, Selection, ShownRule, Wanted, definitions, find,
    require_source, vocabulary,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::{read, to_value};
use crate::load::{self, Opened};
use crate::messages::{Fatal, FatalKind, LoadAnswer, LoadRequest, RulesFile};

/// What `{"op": "list"}` takes.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ListRequest {
    what: String,
    words: Vec<String>,
    source: Option<String>,
    format: Format,
    width: Option<usize>,
    color: bool,
    files: Vec<RulesFile>,
    settings: Vec<String>,
}

/// What `{"op": "show"}` takes.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ShowRequest {
    rule: String,
    format: Format,
    width: Option<usize>,
    color: bool,
    files: Vec<RulesFile>,
    settings: Vec<String>,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Json,
    Text,
}

/// The answer to `list`, or why the request is not understood.
pub(crate) fn list(request: Value, catalogue: &Catalogue) -> Result<Value, String> {
    let request: ListRequest = read(request).map_err(|error| error.to_string())?;
    let page = Page {
        width: request.width,
        color: request.color,
    };
    let (what, format) = (request.what.clone(), request.format);
    let wanted = Wanted {
        words: request.words,
        source: request.source,
    };
    if !matches!(&*what, "rules" | "macros" | "lists") {
        let listing = vocabulary(&what, catalogue, &wanted);
        return answered(listing, format, page);
    }
    match open(request.files, request.settings, request.color, catalogue) {
        Ok(opened) => answered(listing_of(&opened, &what, &wanted), format, page),
        Err(answer) => Ok(to_value(&answer)),
    }
}

/// A source that there is not is a wrong option; a list that there is not, a wrong request.
fn answered(
    listing: Result<Listing, ListError>,
    format: Format,
    page: Page,
) -> Result<Value, String> {
    match listing {
        Ok(listing) => Ok(listed(&listing, format, page)),
        Err(error @ ListError::Source { .. }) => {
            Ok(to_value(&refused(FatalKind::Settings, error.to_string())))
        }
        Err(error) => Err(error.to_string()),
    }
}

fn listed(listing: &Listing, format: Format, page: Page) -> Value {
    match format {
        Format::Json => json!({"items": to_value(&listing.items())}),
        Format::Text => json!({"text": listing.text(page)}),
    }
}

/// The answer to `show`, or why the request is not understood.
pub(crate) fn rule(request: Value, catalogue: &Catalogue) -> Result<Value, String> {
    let request: ShowRequest = read(request).map_err(|error| error.to_string())?;
    let opened = open(request.files, request.settings, request.color, catalogue);
    let page = Page {
        width: request.width,
        color: request.color,
    };
    let shown = opened.and_then(|opened| shown(&opened, &request.rule));
    Ok(match (shown, request.format) {
        (Err(answer), _) => to_value(&answer),
        (Ok(rule), Format::Json) => json!({"rule": to_value(&rule)}),
        (Ok(rule), Format::Text) => json!({"text": rule.text(page)}),
    })
}

/// Loads what a request names, to look at it.
fn open(
    files: Vec<RulesFile>,
    settings: Vec<String>,
    color: bool,
    catalogue: &Catalogue,
) -> Result<Opened, Box<LoadAnswer>> {
    let request = LoadRequest {
        files,
        settings,
        color,
        ..LoadRequest::default()
    };
    load::opened(&request, catalogue)
}

fn listing_of(opened: &Opened, what: &str, wanted: &Wanted) -> Result<Listing, ListError> {
    require_source(wanted.source.as_deref(), &opened.catalogue)?;
    let selection = Selection {
        threshold: opened.settings.priority,
        entries: &opened.settings.selection(),
    };
    let of = Definitions {
        ruleset: &opened.ruleset,
        sources: &opened.sources,
        selection: &selection,
    };
    definitions(what, of, wanted)
}

fn shown(opened: &Opened, name: &str) -> Result<ShownRule, Box<LoadAnswer>> {
    let Opened {
        ruleset,
        sources,
        catalogue,
        ..
    } = opened;
    let rule = find(ruleset, name).map_err(|error| refused(FatalKind::Rules, error.to_string()))?;
    let selection = Selection {
        threshold: opened.settings.priority,
        entries: &opened.settings.selection(),
    };
    Ok(ShownRule::of(rule, ruleset, sources, catalogue, &selection))
}

fn refused(kind: FatalKind, message: String) -> Box<LoadAnswer> {
    Box::new(LoadAnswer {
        fatal: Some(Fatal { kind, message }),
        ..LoadAnswer::default()
    })
}
