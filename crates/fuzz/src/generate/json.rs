//! JSON in many spellings, of trees that are no longer JSON where that is wanted.

use crate::choices::Choices;

/// A JSON value that keeps its spelling apart.
#[derive(Clone, Debug)]
pub enum Json {
    /// `null`, `true`, `false`, a number, or any other text as it is.
    Word(String),
    /// A string.
    Text(Vec<u8>),
    /// An array.
    Array(Vec<Json>),
    /// An object; keys may come twice.
    Object(Vec<(Vec<u8>, Json)>),
}

/// How freely a value is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// On one line, as programs write it.
    Compact,
    /// With blanks, line breaks and escapes anywhere.
    Free,
    /// The same without line breaks between tokens and in strings, for a line of its own.
    Line,
}

impl Json {
    /// A string.
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// Appends the value.
    pub fn write(&self, spelling: Spelling, choices: &mut Choices<'_>, out: &mut Vec<u8>) {
        match self {
            Self::Word(word) => out.extend_from_slice(word.as_bytes()),
            Self::Text(text) => string(text, spelling, choices, out),
            Self::Array(items) => {
                out.push(b'[');
                for (at, item) in items.iter().enumerate() {
                    comma(at, spelling, choices, out);
                    item.write(spelling, choices, out);
                }
                blank(spelling, choices, out);
                out.push(b']');
            }
            Self::Object(members) => object(members, spelling, choices, out),
        }
    }

    /// The value as bytes.
    pub fn bytes(&self, spelling: Spelling, choices: &mut Choices<'_>) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(spelling, choices, &mut out);
        out
    }

    /// Puts a value at a path of keys; objects are made on the way, anything else there is replaced.
    pub fn put(&mut self, path: &[&str], value: Self) {
        let Some((key, rest)) = path.split_first() else {
            *self = value;
            return;
        };
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Vec::new());
        }
        let Self::Object(members) = self else { return };
        let found = members.iter().position(|(own, _)| own == key.as_bytes());
        let at = found.unwrap_or(members.len());
        if found.is_none() {
            members.push((key.as_bytes().to_vec(), Self::Object(Vec::new())));
        }
        if let Some((_, below)) = members.get_mut(at) {
            below.put(rest, value);
        }
    }
}

fn object(
    members: &[(Vec<u8>, Json)],
    spelling: Spelling,
    choices: &mut Choices<'_>,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    for (at, (key, value)) in members.iter().enumerate() {
        comma(at, spelling, choices, out);
        string(key, spelling, choices, out);
        blank(spelling, choices, out);
        out.push(b':');
        blank(spelling, choices, out);
        value.write(spelling, choices, out);
    }
    blank(spelling, choices, out);
    out.push(b'}');
}

fn comma(at: usize, spelling: Spelling, choices: &mut Choices<'_>, out: &mut Vec<u8>) {
    blank(spelling, choices, out);
    if at > 0 {
        out.push(b',');
        blank(spelling, choices, out);
    }
}

fn blank(spelling: Spelling, choices: &mut Choices<'_>, out: &mut Vec<u8>) {
    let blank = match spelling {
        Spelling::Line if choices.chance(6) => choices.word(&[" ", "\t", "  "]),
        Spelling::Free if choices.chance(10) => choices.word(&[" ", "\n", "\r\n", "\t", "  \n"]),
        _ => "",
    };
    out.extend_from_slice(blank.as_bytes());
}

fn string(text: &[u8], spelling: Spelling, choices: &mut Choices<'_>, out: &mut Vec<u8>) {
    let escapes_more = spelling != Spelling::Compact && choices.chance(10);
    out.push(b'"');
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            let must = character < ' ' && !(spelling == Spelling::Free && choices.chance(50));
            if must || matches!(character, '"' | '\\') || (escapes_more && choices.chance(30)) {
                escape(character, choices, out);
            } else {
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        out.extend_from_slice(chunk.invalid());
    }
    if escapes_more && choices.chance(20) {
        out.extend_from_slice(choices.word(ODD_ESCAPES).as_bytes());
    }
    out.push(b'"');
}

/// Escapes that JSON does not have, or that stand for no character.
const ODD_ESCAPES: &[&str] = &[
    "\\q",
    "\\u12",
    "\\ud800",
    "\\udc00x",
    "\\u0000",
    "\\x41",
    "\\ud83d\\ude00",
    "\\'",
];

fn escape(character: char, choices: &mut Choices<'_>, out: &mut Vec<u8>) {
    let short = match character {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        '/' => "\\/",
        _ => "",
    };
    if !short.is_empty() && !choices.chance(30) {
        out.extend_from_slice(short.as_bytes());
        return;
    }
    for unit in character.encode_utf16(&mut [0; 2]) {
        let written = if choices.chance(50) {
            format!("\\u{unit:04x}")
        } else {
            format!("\\u{unit:04X}")
        };
        out.extend_from_slice(written.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runner::Seed;

    #[test]
    fn every_spelling_of_a_text_is_read_as_the_text() {
        for number in 0..300 {
            let bytes = Seed(number).bytes();
            let value = Json::Array(vec![
                Json::text("a\"b\\c/é😀\n"),
                Json::Word("1".to_owned()),
            ]);
            let written = value.bytes(Spelling::Line, &mut Choices::new(&bytes));
            let has_odd = ODD_ESCAPES.iter().any(|odd| {
                written
                    .windows(odd.len())
                    .any(|part| part == odd.as_bytes())
            });
            if !has_odd {
                let read: serde_json::Value = serde_json::from_slice(&written).unwrap();
                assert_eq!(read[0], "a\"b\\c/é😀\n");
            }
        }
    }

    #[test]
    fn a_value_is_put_where_the_path_leads() {
        let mut event = Json::Object(Vec::new());
        event.put(&["a", "b"], Json::text("x"));
        event.put(&["a", "c"], Json::Word("1".to_owned()));
        let written = event.bytes(Spelling::Compact, &mut Choices::new(&[]));
        assert_eq!(written, br#"{"a":{"b":"x","c":1}}"#);
    }
}
