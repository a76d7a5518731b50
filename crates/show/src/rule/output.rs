//! The output of a rule in the parts that it was written in.

use falconet_diagnostics::Sources;
use falconet_ruleset::Rule;
use serde::Serialize;

use crate::place::Place;

/// A part of an output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct OutputPart {
    pub(crate) text: String,
    /// Where it was written; null for what the setting `append_output` adds.
    pub(crate) place: Option<Place>,
    /// Index of the change of the rule that wrote it, unless that is the rule's definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<usize>,
}

/// The parts of a rule's output. Pieces of one item are one part, and blanks between parts go with what follows.
pub(crate) fn parts(rule: &Rule, sources: &Sources) -> Vec<OutputPart> {
    let (mut parts, mut blanks): (Vec<OutputPart>, _) = (Vec::new(), String::new());
    for piece in rule.output_parts() {
        if piece.place.is_none() && piece.text.trim().is_empty() {
            blanks.push_str(piece.text);
            continue;
        }
        let place = piece
            .place
            .as_ref()
            .and_then(|label| Place::of(label, sources));
        let change = piece
            .place
            .as_ref()
            .and_then(|label| super::change_at(&rule.changes, label));
        let text = std::mem::take(&mut blanks) + piece.text;
        match parts
            .last_mut()
            .filter(|last| continues(last, place.as_ref(), change))
        {
            Some(last) => last.extend(&text, place),
            None => parts.push(OutputPart {
                text,
                place,
                change,
            }),
        }
    }
    parts
}

fn continues(last: &OutputPart, place: Option<&Place>, change: Option<usize>) -> bool {
    let file = |place: &Place| place.file.clone();
    last.change == change && last.place.as_ref().map(file) == place.map(file)
}

impl OutputPart {
    fn extend(&mut self, text: &str, place: Option<Place>) {
        self.text.push_str(text);
        if let (Some(own), Some(place)) = (&mut self.place, place) {
            (own.end_line, own.end_column) = (place.end_line, place.end_column);
        }
    }
}
