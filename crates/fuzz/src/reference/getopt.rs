//! `getopt`: the options that a command line has.

/// An option that was given.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// A letter that is no option.
    Unknown,
    /// An option without argument.
    Flag(u8),
    /// An option with its argument.
    Argument(u8, Vec<u8>),
    /// An option without the argument that it wants.
    Lacking(u8),
}

impl Given {
    /// What it is in the list of everything found.
    pub(super) fn texts(self) -> Vec<Vec<u8>> {
        match self {
            Self::Unknown => vec![b"?".to_vec()],
            Self::Flag(letter) => vec![vec![letter]],
            Self::Argument(letter, value) => vec![vec![letter], value],
            Self::Lacking(_) => vec![Vec::new()],
        }
    }

    fn value_of(&self, option: u8) -> Option<Vec<u8>> {
        match self {
            Self::Flag(letter) if *letter == option => Some(vec![option]),
            Self::Argument(letter, value) if *letter == option => Some(value.clone()),
            Self::Lacking(letter) if *letter == option => Some(Vec::new()),
            _ => None,
        }
    }
}

/// The value of an option where it was given last.
pub(super) fn last_of(found: &[Given], option: u8) -> Option<Vec<u8>> {
    found.iter().rev().find_map(|given| given.value_of(option))
}

/// Everything that the command line gives.
pub(super) fn options(argv: &[&[u8]], optstring: &[u8]) -> Vec<Given> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(entry) = argv.get(at) {
        at += 1;
        if entry.starts_with(b"--") && entry.len() > 2 {
            continue;
        }
        if !entry.starts_with(b"-") || *entry == b"-" || *entry == b"--" {
            break;
        }
        at += cluster(entry, argv.get(at).copied(), optstring, &mut found);
    }
    found
}

/// The letters of one entry; how many of the entries behind it were taken as an argument.
fn cluster(entry: &[u8], next: Option<&[u8]>, optstring: &[u8], found: &mut Vec<Given>) -> usize {
    for (at, letter) in entry.iter().enumerate().skip(1) {
        match meaning(*letter, optstring) {
            None => found.push(Given::Unknown),
            Some(false) => found.push(Given::Flag(*letter)),
            Some(true) => {
                let rest = entry.get(at + 1..).unwrap_or_default();
                if !rest.is_empty() {
                    found.push(Given::Argument(*letter, rest.to_vec()));
                    return 0;
                }
                let lacking = Given::Lacking(*letter);
                found.push(next.map_or(lacking, |next| Given::Argument(*letter, next.to_vec())));
                return usize::from(next.is_some());
            }
        }
    }
    0
}

/// Whether a letter is an option that takes an argument.
fn meaning(letter: u8, optstring: &[u8]) -> Option<bool> {
    if letter == b':' || !optstring.contains(&letter) {
        return None;
    }
    Some(optstring.windows(2).any(|pair| pair == [letter, b':']))
}
