//! `{"op": "diff"}`: what a change of rules does.

use falconet_event::catalogue::Catalogue;
use falconet_rule_diff::{Definitions, Format, Look, Traffic, render};
use falconet_ruleset::Ruleset;
use serde::{Deserialize, Serialize};

use crate::load;
use crate::messages::{LoadAnswer, LoadRequest, OldRules};

/// Examples of each rule and kind of change, where nobody says how many.
const EXAMPLES: u16 = 3;

/// What `{"op": "diff"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiffRequest {
    old: OldRules,
    new: OldRules,
    /// The lines that `falconet_eval` answered for a ruleset with `old`; absent where no events were judged.
    changes: Option<String>,
    #[serde(default)]
    format: Format,
    #[serde(default)]
    color: bool,
    #[serde(default)]
    width: Option<usize>,
    /// Examples of each rule and kind of change.
    #[serde(default)]
    examples: Option<u16>,
}

/// What `{"op": "diff"}` answers, or the answer of `falconet_load` that says why rules cannot be loaded.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum DiffAnswer {
    Differences { differs: bool, text: String },
    Refused(Box<LoadAnswer>),
    Misunderstood { error: String },
}

/// Says what differs.
pub(crate) fn diff(request: &DiffRequest, catalogue: &Catalogue) -> DiffAnswer {
    let old = opened(&request.old, request.color, catalogue);
    let both = old.and_then(|old| Ok((old, opened(&request.new, request.color, catalogue)?)));
    let (old, new) = match both {
        Ok(both) => both,
        Err(refused) => return DiffAnswer::Refused(refused),
    };
    let definitions = Definitions::of(&old, &new);
    let traffic = match request
        .changes
        .as_deref()
        .map(|lines| traffic(lines, request))
    {
        None => None,
        Some(Ok(traffic)) => Some(traffic),
        Some(Err(error)) => return DiffAnswer::Misunderstood { error },
    };
    let look = Look {
        color: request.color,
        width: request.width,
    };
    DiffAnswer::Differences {
        differs: definitions.differ() || traffic.as_ref().is_some_and(Traffic::differs),
        text: render(&definitions, traffic.as_ref(), request.format, look),
    }
}

fn traffic(lines: &str, request: &DiffRequest) -> Result<Traffic, String> {
    let mut traffic = Traffic::new(usize::from(request.examples.unwrap_or(EXAMPLES)));
    traffic.add(lines).map(|()| traffic)
}

fn opened(
    rules: &OldRules,
    color: bool,
    catalogue: &Catalogue,
) -> Result<Ruleset, Box<LoadAnswer>> {
    let request = LoadRequest {
        files: rules.files.clone(),
        settings: rules.settings.clone(),
        color,
        ..LoadRequest::default()
    };
    load::opened(&request, catalogue).map(|opened| opened.ruleset)
}
