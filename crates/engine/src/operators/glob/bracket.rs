//! `[…]` in a glob: which bytes it takes.

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ByteSet([u64; 4]);

impl ByteSet {
    /// Whether `byte` is in the set.
    pub(super) fn contains(&self, byte: u8) -> bool {
        self.0
            .get(usize::from(byte >> 6))
            .is_some_and(|word| word >> (byte & 63) & 1 == 1)
    }

    /// Adds `byte`.
    pub(super) fn insert(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte >> 6)) {
            *word |= 1 << (byte & 63);
        }
    }

    fn extend(&mut self, accepts: impl Fn(u8) -> bool) {
        (0..=u8::MAX)
            .filter(|&byte| accepts(byte))
            .for_each(|byte| self.insert(byte));
    }

    /// The bytes from `start` to `end`; none if that is backwards.
    fn range(start: u8, end: u8) -> Self {
        let (start, end) = (usize::from(start), usize::from(end) + 1);
        Self([0, 64, 128, 192].map(|word| {
            lowest_bits(end.saturating_sub(word)) & !lowest_bits(start.saturating_sub(word))
        }))
    }

    /// The set with each capital in it exactly if its small letter is.
    fn folded(self) -> Self {
        const CAPITALS: u64 = ((1 << 26) - 1) << (b'A' & 63);
        let [controls, ascii, high, higher] = self.0;
        let capitals = ascii >> (b'a' - b'A') & CAPITALS;
        Self([controls, ascii & !CAPITALS | capitals, high, higher])
    }

    fn add(&mut self, other: Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }

    fn inverted(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

/// What stands at an opening bracket.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    /// A closed set, and how many pattern bytes it takes, the opening bracket not counted.
    Set(ByteSet, usize),
    /// Never closed: the bracket is an ordinary character.
    Literal,
    /// Ill-formed, an escape, a range or a collating symbol without its end: nothing matches it.
    Never,
}

/// Reads the bracket whose contents start at `text`, behind the opening `[`.
pub(super) fn parse(text: &[u8], fold: bool) -> Bracket {
    let negated = matches!(text.first(), Some(b'!' | b'^'));
    let mut reader = Reader {
        text,
        at: usize::from(negated),
        fold,
        set: ByteSet::default(),
        broken: false,
    };
    match reader.items() {
        Ok(()) if negated && reader.broken => Bracket::Set(ByteSet::default(), reader.at),
        Ok(()) if negated => Bracket::Set(reader.set.inverted(), reader.at),
        Ok(()) => Bracket::Set(reader.set, reader.at),
        Err(_) if reader.broken => Bracket::Never,
        Err(failure) => failure,
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    fold: bool,
    set: ByteSet,
    /// An unknown class was met: nothing behind it is taken, and a byte that is not taken before it fails.
    broken: bool,
}

impl Reader<'_> {
    /// Everything up to and with the closing bracket; the first item may itself be `]`.
    fn items(&mut self) -> Result<(), Bracket> {
        let first = self.at;
        loop {
            match self.next()? {
                b']' if self.at > first + 1 => return Ok(()),
                b'[' if self.peek(0) == Some(b':') => self.class(),
                byte => self.byte_or_range(byte)?,
            }
        }
    }

    fn byte_or_range(&mut self, byte: u8) -> Result<(), Bracket> {
        if byte == b'['
            && let Some(only) = self.named_byte(b'=')
        {
            self.add(only, only);
            return Ok(());
        }
        let (start, is_folded) = self.end_of_range(byte)?;
        if self.peek(0) == Some(b'-') && self.peek(1) != Some(b']') {
            self.at += 1;
            let byte = self.next().map_err(|_| Bracket::Never)?;
            let (end, _) = self.end_of_range(byte)?;
            self.add_folded(start, end);
        } else if is_folded {
            self.add_folded(start, start);
        } else {
            self.add(start, start);
        }
        Ok(())
    }

    /// One byte: plain or escaped, folded then; or `[.x.]`, which stays as it is.
    fn end_of_range(&mut self, byte: u8) -> Result<(u8, bool), Bracket> {
        let byte = match byte {
            b'\\' => self.next().map_err(|_| Bracket::Never)?,
            b'[' if self.peek(0) == Some(b'.') => {
                let named = self.named_byte(b'.').ok_or(Bracket::Never)?;
                return Ok((named, false));
            }
            byte => byte,
        };
        let folded = if self.fold {
            byte.to_ascii_lowercase()
        } else {
            byte
        };
        Ok((folded, true))
    }

    /// The byte in `[.x.]` or `[=x=]`, whose opening bracket has been passed.
    fn named_byte(&mut self, mark: u8) -> Option<u8> {
        let byte = self.peek(1)?;
        let is_closed = [0, 2].map(|ahead| self.peek(ahead)) == [Some(mark); 2];
        (is_closed && self.peek(3) == Some(b']')).then(|| {
            self.at += 4;
            byte
        })
    }

    fn class(&mut self) {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        // The C library ends a class name at `z`, which no class has.
        let length = rest
            .iter()
            .take_while(|byte| (b'a'..=b'y').contains(*byte))
            .count();
        let (name, behind) = rest.split_at(length);
        if !behind.starts_with(b":]") {
            return self.add(b'[', b'[');
        }
        self.at += length + 3;
        match class(name) {
            Some(accepts) if !self.broken => self.set.extend(|byte| accepts(&byte)),
            Some(_) => {}
            None => self.broken = true,
        }
    }

    /// Adds the bytes that lie in a range once they are folded.
    fn add_folded(&mut self, start: u8, end: u8) {
        if self.broken {
            return;
        }
        let range = ByteSet::range(start, end);
        self.set.add(if self.fold { range.folded() } else { range });
    }

    fn add(&mut self, start: u8, end: u8) {
        if !self.broken {
            self.set.add(ByteSet::range(start, end));
        }
    }

    fn next(&mut self) -> Result<u8, Bracket> {
        let byte = self.peek(0).ok_or(Bracket::Literal)?;
        self.at += 1;
        Ok(byte)
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }
}

fn lowest_bits(count: usize) -> u64 {
    let unset = 64 - count.min(64);
    if unset == 64 { 0 } else { u64::MAX >> unset }
}

/// The classes of the C locale, which has no letters beyond ASCII.
fn class(name: &[u8]) -> Option<fn(&u8) -> bool> {
    Some(match name {
        b"alnum" => u8::is_ascii_alphanumeric,
        b"alpha" => u8::is_ascii_alphabetic,
        b"blank" => |byte| matches!(byte, b' ' | b'\t'),
        b"cntrl" => u8::is_ascii_control,
        b"digit" => u8::is_ascii_digit,
        b"graph" => u8::is_ascii_graphic,
        b"lower" => u8::is_ascii_lowercase,
        b"print" => |byte| matches!(byte, b' '..=b'~'),
        b"punct" => u8::is_ascii_punctuation,
        b"space" => |byte| matches!(byte, b' ' | b'\t'..=b'\r'),
        b"upper" => u8::is_ascii_uppercase,
        b"xdigit" => u8::is_ascii_hexdigit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(text: &str, fold: bool) -> String {
        match parse(text.as_bytes(), fold) {
            Bracket::Set(set, _) => (b' '..=b'~')
                .filter(|&byte| set.contains(byte))
                .map(char::from)
                .collect(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn ranges_and_single_bytes_add_up() {
        assert_eq!(accepts("a-cx]", false), "abcx");
        assert_eq!(accepts("a-]", false), "-a");
        assert_eq!(accepts("]a]", false), "]a");
        assert_eq!(accepts("\\]-_]", false), "]^_");
    }

    #[test]
    fn a_set_may_be_negated_both_ways() {
        assert_eq!(accepts("!!-}]", false), " ~");
        assert_eq!(accepts("^!-}]", false), " ~");
        assert_eq!(accepts("!]!-\\\\^-~]", false), " ");
    }

    #[test]
    fn classes_are_those_of_the_c_locale() {
        assert_eq!(accepts("[:digit:]a]", false), "0123456789a");
        assert_eq!(accepts("b[:nope:]a]", false), "b");
        assert_eq!(accepts("!b[:nope:]a]", false), "");
        assert_eq!(accepts("b[:nope:]a", false), "Never");
        assert_eq!(accepts("[:zz:]", false), ":[z");
        assert_eq!(accepts("[:A:]]", false), ":A[");
    }

    #[test]
    fn folding_folds_both_ends_of_a_range_but_no_class() {
        assert_eq!(accepts("A-b]", true), "ABab");
        assert_eq!(accepts("[:upper:]]", true), "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }

    #[test]
    fn an_open_bracket_is_literal_and_a_lost_escape_never_matches() {
        assert_eq!(accepts("abc", false), "Literal");
        assert_eq!(accepts("abc\\", false), "Never");
    }

    #[test]
    fn a_range_without_an_end_and_an_ill_formed_collating_symbol_never_match() {
        for text in ["a-", "[.", "[.a", "[.ab.]]", "a-[.", "[.a.]-"] {
            assert_eq!(accepts(text, false), "Never", "{text}");
        }
        assert_eq!(accepts("[=", false), "Literal");
    }

    #[test]
    fn equivalence_and_collating_symbols_name_one_byte() {
        assert_eq!(accepts("[=a=][.-.]]", false), "-a");
        assert_eq!(accepts("[=A=][.b.]]", true), "Ab");
        assert_eq!(accepts("[=a=]-c]", false), "-ac");
        assert_eq!(accepts("[.a.]-c]", true), "ABCabc");
        assert_eq!(accepts("[.A.]-[.C.]]", true), "");
    }

    #[test]
    fn ranges_are_those_of_folded_bytes_whatever_their_ends() {
        for (start, end) in
            (0..=u8::MAX).flat_map(|start| (0..=u8::MAX).map(move |end| (start, end)))
        {
            let (low, high) = (start.to_ascii_lowercase(), end.to_ascii_lowercase());
            let (plain, folded) = (
                ByteSet::range(start, end),
                ByteSet::range(low, high).folded(),
            );
            for byte in 0..=u8::MAX {
                assert_eq!(plain.contains(byte), (start..=end).contains(&byte));
                assert_eq!(
                    folded.contains(byte),
                    (low..=high).contains(&byte.to_ascii_lowercase())
                );
            }
        }
    }
}
