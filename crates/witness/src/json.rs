//! Events as trees that can be changed. Numbers, texts and keys stay as they are written, and members in their order, so that
//! what is not changed means what it meant.

use std::borrow::Cow;

use falconet_show::{harmless, quoted};

/// Levels that are taken apart; what lies deeper stays one piece.
const MOST_LEVELS: usize = 128;
/// Items that a list is made of for something to be put at an index.
const MOST_ITEMS: usize = 16;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    /// A text, a number, a truth value or null, as it is written.
    Scalar(String),
    /// `[…]`
    List(Vec<Json>),
    /// `{…}`: keys as they are written, with their quotes.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A text.
    pub(crate) fn text(text: &str) -> Self {
        Self::Scalar(quoted(text))
    }

    /// An object of these members.
    pub(crate) fn object<const N: usize>(members: [(&str, Self); N]) -> Self {
        let members = members.into_iter();
        Self::Object(members.map(|(key, value)| (quoted(key), value)).collect())
    }

    /// A number, a truth value or null.
    pub(crate) fn word(word: &str) -> Self {
        Self::Scalar(word.to_owned())
    }

    /// Takes a text apart that is JSON.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser { text, at: 0 };
        let value = parser.value(0)?;
        parser.blanks();
        (parser.at == text.len()).then_some(value)
    }

    /// What stands at a path.
    pub(crate) fn get<S: AsRef<str>>(&self, path: &[S]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        let first = first.as_ref();
        let next = match self {
            Self::Object(members) => members.iter().rev().find(|one| is_key(&one.0, first))?,
            Self::List(items) => return items.get(first.parse::<usize>().ok()?)?.get(rest),
            Self::Scalar(_) => return None,
        };
        next.1.get(rest)
    }

    /// The text at a path.
    pub(crate) fn text_at<S: AsRef<str>>(&self, path: &[S]) -> Option<Cow<'_, str>> {
        match self.get(path)? {
            Self::Scalar(written) => unquoted(written),
            _ => None,
        }
    }

    /// Puts a value at a path: what is missing on the way is made, and what is no object or list gives way.
    pub(crate) fn set<S: AsRef<str>>(&mut self, path: &[S], value: Self) {
        let Some((first, rest)) = path.split_first() else {
            *self = value;
            return;
        };
        let step = first.as_ref();
        match self.made_for(step) {
            Self::List(items) => {
                let index = step.parse().unwrap_or(0);
                while items.len() <= index {
                    items.push(Self::Object(Vec::new()));
                }
                if let Some(item) = items.get_mut(index) {
                    item.set(rest, value);
                }
            }
            Self::Object(members) => {
                if !members.iter().any(|one| is_key(&one.0, step)) {
                    members.push((quoted(step), Self::word("null")));
                }
                let last = members.iter_mut().rev().find(|one| is_key(&one.0, step));
                if let Some((_, member)) = last {
                    member.set(rest, value);
                }
            }
            Self::Scalar(_) => {}
        }
    }

    /// The same, a list or an object that a step can lead into: an index makes a list where there is nothing.
    fn made_for(&mut self, step: &str) -> &mut Self {
        let is_index = step.parse().is_ok_and(|index: usize| index < MOST_ITEMS);
        match self {
            Self::Object(_) => {}
            Self::List(_) if is_index => {}
            _ if is_index => *self = Self::List(Vec::new()),
            _ => *self = Self::Object(Vec::new()),
        }
        self
    }

    /// Takes away what stands at a path.
    pub(crate) fn remove<S: AsRef<str>>(&mut self, path: &[S]) {
        let Some((last, before)) = path.split_last() else {
            return;
        };
        let last = last.as_ref();
        match self.get_mut(before) {
            Some(Self::Object(members)) => members.retain(|one| !is_key(&one.0, last)),
            Some(Self::List(items)) => {
                if let Some(index) = last.parse().ok().filter(|index| *index < items.len()) {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }

    /// What stands at a path, to be changed.
    pub(crate) fn get_mut<S: AsRef<str>>(&mut self, path: &[S]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        let first = first.as_ref();
        match self {
            Self::Object(members) => {
                let found = members.iter_mut().rev().find(|one| is_key(&one.0, first));
                found?.1.get_mut(rest)
            }
            Self::List(items) => items.get_mut(first.parse::<usize>().ok()?)?.get_mut(rest),
            Self::Scalar(_) => None,
        }
    }

    /// The same with texts and keys written in the shortest way, which YAML reads as well.
    #[must_use]
    pub(crate) fn plain(&self) -> Self {
        let plain = |written: &String| {
            unquoted(written).map_or_else(|| written.clone(), |text| quoted(&text))
        };
        match self {
            Self::Scalar(written) => Self::Scalar(plain(written)),
            Self::List(items) => Self::List(items.iter().map(Self::plain).collect()),
            Self::Object(members) => {
                let members = members
                    .iter()
                    .map(|(key, value)| (plain(key), value.plain()));
                Self::Object(members.collect())
            }
        }
    }

    /// Without blanks.
    pub(crate) fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// Over as many lines as it takes.
    pub(crate) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out
    }

    /// Recursion goes as deep as levels are taken apart.
    fn write(&self, out: &mut String, level: Option<usize>) {
        match self {
            Self::Scalar(written) => out.push_str(&harmless(written)),
            Self::List(items) => {
                let each = items.iter().map(|item| (None, item));
                write_all(['[', ']'], each, out, level);
            }
            Self::Object(members) => {
                let each = members.iter().map(|(key, value)| (Some(&**key), value));
                write_all(['{', '}'], each, out, level);
            }
        }
    }
}

fn write_all<'j>(
    [open, close]: [char; 2],
    each: impl ExactSizeIterator<Item = (Option<&'j str>, &'j Json)>,
    out: &mut String,
    level: Option<usize>,
) {
    out.push(open);
    let (count, inner) = (each.len(), level.map(|level| level + 1));
    for (at, (key, value)) in each.enumerate() {
        if at > 0 {
            out.push(',');
        }
        new_line(out, inner);
        if let Some(key) = key {
            out.push_str(&harmless(key));
            out.push_str(if level.is_some() { ": " } else { ":" });
        }
        value.write(out, inner);
    }
    if count > 0 {
        new_line(out, level);
    }
    out.push(close);
}

fn new_line(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level));
    }
}

/// The text that JSON writes so; nothing if it is none.
pub(crate) fn unquoted(written: &str) -> Option<Cow<'_, str>> {
    let inside = written.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return serde_json::from_str(written).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inside))
}

fn is_key(written: &str, key: &str) -> bool {
    unquoted(written).is_some_and(|own| own == key)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl Parser<'_> {
    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| b" \t\r\n".contains(&byte)) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        self.blanks();
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    /// Recursion goes as deep as levels are taken apart.
    fn value(&mut self, level: usize) -> Option<Json> {
        self.blanks();
        match self.peek()? {
            b'{' | b'[' if level >= MOST_LEVELS => self.whole(),
            b'{' => self.object(level),
            b'[' => self.list(level),
            b'"' => self.string().map(Json::Scalar),
            _ => self.bare(),
        }
    }

    fn object(&mut self, level: usize) -> Option<Json> {
        self.at += 1;
        let mut members = Vec::new();
        if self.take(b'}') {
            return Some(Json::Object(members));
        }
        loop {
            self.blanks();
            let key = self.string()?;
            if !self.take(b':') {
                return None;
            }
            members.push((key, self.value(level + 1)?));
            if self.take(b'}') {
                return Some(Json::Object(members));
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn list(&mut self, level: usize) -> Option<Json> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(level + 1)?);
            if self.take(b']') {
                return Some(Json::List(items));
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    /// A text with its quotes.
    fn string(&mut self) -> Option<String> {
        let start = self.at;
        if self.peek()? != b'"' {
            return None;
        }
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.text.get(start..self.at).map(str::to_owned)
    }

    /// A number or a word.
    fn bare(&mut self) -> Option<Json> {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| !b" \t\r\n,]}:".contains(&byte))
        {
            self.at += 1;
        }
        let written = self.text.get(start..self.at)?;
        serde_json::from_str::<serde_json::Value>(written).ok()?;
        Some(Json::Scalar(written.to_owned()))
    }

    /// An object or a list in one piece.
    fn whole(&mut self) -> Option<Json> {
        let (start, mut open) = (self.at, 0_usize);
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return self.text.get(start..self.at).map(Json::word);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_changed_stays_as_it_is_written() {
        let text = r#"{"b":1.50,"a":"\u0041\/","b":[{},[],null,-0e1],"é":{"x":true}}"#;
        let json = Json::parse(text).unwrap();
        assert_eq!(json.compact(), text);
        assert_eq!(Json::parse(&json.pretty()).unwrap(), json);
        assert_eq!(json.text_at(&["a"]).unwrap(), "A/");
        assert_eq!(
            json.get(&["b", "3"]).unwrap().compact(),
            "-0e1",
            "the last of two counts"
        );
    }

    #[test]
    fn what_is_no_json_is_not_taken_apart() {
        for text in [
            "", "{", "{\"a\"}", "[1,]", "[1 2]", "\"a", "\"\\\"", "nul", "{} x", "{1:2}",
        ] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
    }

    #[test]
    fn deep_values_stay_in_one_piece() {
        let text = format!("{}\"]\"{}", "[".repeat(500), "]".repeat(500));
        assert_eq!(Json::parse(&text).unwrap().compact(), text);
    }

    #[test]
    fn values_are_put_where_paths_lead() {
        let mut json = Json::parse(r#"{"a":null,"c":[1]}"#).unwrap();
        json.set(&["a", "b", "0", "k"], Json::text("v"));
        json.set(&["c", "1"], Json::word("2"));
        assert_eq!(json.compact(), r#"{"a":{"b":[{"k":"v"}]},"c":[1,2]}"#);
        json.remove(&["a", "b", "0"]);
        json.remove(&["c", "7"]);
        json.remove(&["x", "y"]);
        assert_eq!(json.compact(), r#"{"a":{"b":[]},"c":[1,2]}"#);
    }
}
