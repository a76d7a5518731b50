//! Cuts an event down to what still fires: halves of its members, then quarters, and so on down to single ones; then what is
//! inside them; then long texts in the same way. Which part is taken away first says which of several small events is found.

use std::borrow::Cow;

use falconet_show::quoted;

use crate::json::{Json, unquoted};
use crate::judge::Judge;
use crate::solve::Found;

/// Characters of a text that is cut down.
const LONG: usize = 12;

/// The event without what does not matter to the rule.
pub(crate) fn shrink(found: Found, judge: &mut Judge<'_>) -> Found {
    let mut shrinking = Shrinking { found, judge };
    loop {
        let before = shrinking.found.event.compact().len();
        shrinking.inside(&mut Vec::new());
        let is_smaller = shrinking.found.event.compact().len() < before;
        if shrinking.judge.is_spent() || !is_smaller {
            return shrinking.found;
        }
    }
}

struct Shrinking<'s, 'j> {
    found: Found,
    judge: &'s mut Judge<'j>,
}

impl Shrinking<'_, '_> {
    /// Recursion goes as deep as events are taken apart.
    fn inside(&mut self, path: &mut Vec<usize>) {
        match child(&self.found.event, path) {
            Some(Json::Scalar(written)) => {
                let text = unquoted(written).map(Cow::into_owned);
                if let Some(text) = text.filter(|text| is_long(text)) {
                    self.text(path, &text);
                }
                return;
            }
            None => return,
            Some(_) => {}
        }
        self.parts(path);
        let count = child(&self.found.event, path).map_or(0, parts);
        for at in 0..count {
            path.push(at);
            self.inside(path);
            path.pop();
        }
    }

    /// Members or items, the largest share of them first.
    fn parts(&mut self, path: &[usize]) {
        let count = |own: &Self| child(&own.found.event, path).map_or(0, parts);
        let mut share = count(self);
        while share > 0 {
            let mut end = count(self);
            while end > 0 {
                let start = end.saturating_sub(share);
                self.attempt(path, |value| without(value, start, end));
                end = start;
            }
            share /= 2;
        }
    }

    fn text(&mut self, path: &[usize], text: &str) {
        let mut text: Vec<char> = text.chars().collect();
        let mut share = text.len();
        while share > 0 {
            let mut end = text.len();
            while end > 0 {
                let start = end.saturating_sub(share);
                let mut shorter = text.clone();
                shorter.drain(start..end.min(shorter.len()));
                let written = quoted(&shorter.iter().collect::<String>());
                if self.attempt(path, |value| *value = Json::Scalar(written)) {
                    text = shorter;
                }
                end = start;
            }
            share /= 2;
        }
    }

    /// Changes what stands at a path, if the rule still fires then.
    fn attempt(&mut self, path: &[usize], change: impl FnOnce(&mut Json)) -> bool {
        let mut event = self.found.event.clone();
        if let Some(value) = child_mut(&mut event, path) {
            change(value);
        }
        match self.judge.event(&event) {
            Some(verdict) if verdict.fired => {
                self.found = Found { event, verdict };
                true
            }
            _ => false,
        }
    }
}

/// Whether a text is worth cutting down; a time is read as a whole.
fn is_long(text: &str) -> bool {
    let is_time = || {
        let (date, rest) = text.split_at_checked(10).unwrap_or_default();
        date.bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_digit())
            && rest.starts_with('T')
    };
    text.chars().count() > LONG && !is_time()
}

const fn parts(value: &Json) -> usize {
    match value {
        Json::Scalar(_) => 0,
        Json::List(items) => items.len(),
        Json::Object(members) => members.len(),
    }
}

fn without(value: &mut Json, start: usize, end: usize) {
    match value {
        Json::Scalar(_) => {}
        Json::List(items) => drop(items.drain(start..end.min(items.len()))),
        Json::Object(members) => drop(members.drain(start..end.min(members.len()))),
    }
}

fn child<'j>(value: &'j Json, path: &[usize]) -> Option<&'j Json> {
    path.iter().try_fold(value, |value, at| match value {
        Json::Scalar(_) => None,
        Json::List(items) => items.get(*at),
        Json::Object(members) => members.get(*at).map(|(_, value)| value),
    })
}

fn child_mut<'j>(value: &'j mut Json, path: &[usize]) -> Option<&'j mut Json> {
    path.iter().try_fold(value, |value, at| match value {
        Json::Scalar(_) => None,
        Json::List(items) => items.get_mut(*at),
        Json::Object(members) => members.get_mut(*at).map(|(_, value)| value),
    })
}
