//! `[…]` in shell patterns, without the forms that no rule uses: collating symbols and unknown classes.

/// What stands behind an opening bracket.
pub(super) enum Bracket<'p> {
    /// The bytes that it takes, and what follows the closing bracket.
    Set(Box<[bool; 256]>, &'p [u8]),
    /// It is never closed: the bracket stands for itself.
    Unclosed,
}

pub(super) fn bracket(text: &[u8], folds: bool) -> Bracket<'_> {
    let (is_negated, mut rest) = match text {
        [b'!' | b'^', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut taken = Vec::new();
    let mut is_first = true;
    loop {
        match rest {
            [] => return Bracket::Unclosed,
            [b']', behind @ ..] if !is_first => {
                return Bracket::Set(set(&taken, is_negated), behind);
            }
            _ => match item(rest, folds, &mut taken) {
                Some(behind) => rest = behind,
                None => return Bracket::Unclosed,
            },
        }
        is_first = false;
    }
}

fn set(taken: &[u8], is_negated: bool) -> Box<[bool; 256]> {
    let mut set = Box::new([is_negated; 256]);
    for byte in taken {
        if let Some(entry) = set.get_mut(usize::from(*byte)) {
            *entry = !is_negated;
        }
    }
    set
}

/// Adds a class, a range or a byte, and says what follows it.
fn item<'p>(rest: &'p [u8], folds: bool, taken: &mut Vec<u8>) -> Option<&'p [u8]> {
    if let Some((class, behind)) = named_class(rest) {
        taken.extend((0..=u8::MAX).filter(class));
        return Some(behind);
    }
    let (start, behind) = byte(rest)?;
    if let [b'-', end @ ..] = behind
        && !matches!(end, [] | [b']', ..])
    {
        let (end, behind) = byte(end)?;
        add(start, end, folds, taken);
        return Some(behind);
    }
    add(start, start, folds, taken);
    Some(behind)
}

fn add(start: u8, end: u8, folds: bool, taken: &mut Vec<u8>) {
    if folds {
        let range = start.to_ascii_lowercase()..=end.to_ascii_lowercase();
        taken.extend((0..=u8::MAX).filter(|byte| range.contains(&byte.to_ascii_lowercase())));
    } else {
        taken.extend(start..=end);
    }
}

fn byte(rest: &[u8]) -> Option<(u8, &[u8])> {
    match rest {
        [b'\\', byte, behind @ ..] | [byte, behind @ ..] => Some((*byte, behind)),
        [] => None,
    }
}

type Class = fn(&u8) -> bool;

const CLASSES: [(&str, Class); 12] = [
    ("[:alnum:]", u8::is_ascii_alphanumeric),
    ("[:alpha:]", u8::is_ascii_alphabetic),
    ("[:blank:]", |byte| b" \t".contains(byte)),
    ("[:cntrl:]", u8::is_ascii_control),
    ("[:digit:]", u8::is_ascii_digit),
    ("[:graph:]", u8::is_ascii_graphic),
    ("[:lower:]", u8::is_ascii_lowercase),
    ("[:print:]", |byte| byte.is_ascii_graphic() || *byte == b' '),
    ("[:punct:]", u8::is_ascii_punctuation),
    ("[:space:]", |byte| {
        byte.is_ascii_whitespace() || *byte == 0x0b
    }),
    ("[:upper:]", u8::is_ascii_uppercase),
    ("[:xdigit:]", u8::is_ascii_hexdigit),
];

fn named_class(rest: &[u8]) -> Option<(Class, &[u8])> {
    CLASSES
        .iter()
        .find_map(|(name, class)| Some((*class, rest.strip_prefix(name.as_bytes())?)))
}
