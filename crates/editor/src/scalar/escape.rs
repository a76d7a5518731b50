//! Quoted scalars, piece by piece.

/// What a piece says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The quote ends.
    End,
    /// Itself.
    AsItIs,
    /// Something else.
    Text(Sign),
}

/// A character, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    bytes: [u8; 4],
    length: usize,
}

impl Sign {
    const NONE: Self = Self {
        bytes: [0; 4],
        length: 0,
    };

    fn of(sign: char) -> Self {
        let mut bytes = [0; 4];
        let length = sign.encode_utf8(&mut bytes).len();
        Self { bytes, length }
    }

    pub(super) fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length);
        std::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }
}

/// The piece that the text behind a `'` begins with, in bytes, and what it says.
pub(super) fn single(rest: &str) -> (usize, Said) {
    if rest.starts_with("''") {
        return (2, Said::Text(Sign::of('\'')));
    }
    if rest.starts_with('\'') {
        return (1, Said::End);
    }
    (rest.find('\'').unwrap_or(rest.len()), Said::AsItIs)
}

/// The same behind a `"`.
pub(super) fn double(rest: &str) -> (usize, Said) {
    if rest.starts_with('"') {
        return (1, Said::End);
    }
    let Some(behind) = rest.strip_prefix('\\') else {
        return (rest.find(['"', '\\']).unwrap_or(rest.len()), Said::AsItIs);
    };
    if let Some(line) = behind.strip_prefix('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        return (2 + indent, Said::Text(Sign::NONE));
    }
    let Some(letter) = behind.chars().next() else {
        return (1, Said::AsItIs);
    };
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return of_letter(letter),
    };
    let code = behind.get(1..=digits);
    let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
    match code.and_then(char::from_u32) {
        Some(sign) => (2 + digits, Said::Text(Sign::of(sign))),
        None => (2, Said::AsItIs),
    }
}

fn of_letter(letter: char) -> (usize, Said) {
    let sign = match letter {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        '"' | '\\' | '/' | ' ' => letter,
        _ => return (1 + letter.len_utf8(), Said::AsItIs),
    };
    (2, Said::Text(Sign::of(sign)))
}
