//! Alerts as they come: what is kept of each.

use std::collections::HashMap;
use std::rc::Rc;

use falconet_engine::Moment;

/// The number of a text; the same for the same text.
pub(crate) type TextId = u32;

/// An event that raised alerts.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// The values of the fields that are asked for; nothing where there is none, or one that is no single text.
    pub(crate) values: Vec<Option<TextId>>,
    pub(crate) record: Box<[u8]>,
    /// Where it stood in the run.
    pub(crate) moment: Moment,
    /// The rules that match, by their numbers, if only the first of them raises an alert.
    pub(crate) matches: Vec<usize>,
}

impl Kept {
    /// The bytes that it is charged with.
    pub(crate) fn size(&self) -> usize {
        self.record.len() + size_of_val(self.matches.as_slice())
    }
}

/// The alerts of a rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alerts {
    /// How many there were.
    pub(crate) count: u64,
    /// The places of those that were kept.
    pub(crate) kept: Vec<usize>,
}

/// Texts by their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    texts: Vec<Rc<str>>,
    numbers: HashMap<Rc<str>, TextId>,
}

impl Texts {
    /// The number of a text; nothing once there are more than can be counted.
    pub(crate) fn number(&mut self, text: &str) -> Option<TextId> {
        if let Some(number) = self.numbers.get(text) {
            return Some(*number);
        }
        let number = TextId::try_from(self.texts.len()).ok()?;
        let text: Rc<str> = Rc::from(text);
        self.texts.push(Rc::clone(&text));
        self.numbers.insert(text, number);
        Some(number)
    }

    pub(crate) fn text(&self, number: TextId) -> &str {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        self.texts.get(at).map_or("", |text| text)
    }
}
