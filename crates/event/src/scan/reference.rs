//! A slow and simple reader of the same grammar, to compare the scan with.

/// A value as a tree.
#[derive(Debug, PartialEq)]
pub(super) enum Tree<'a> {
    Scalar(&'a [u8]),
    Array(&'a [u8], Vec<Tree<'a>>),
    Object(&'a [u8], Vec<(Vec<u8>, Tree<'a>)>),
}

impl<'a> Tree<'a> {
    /// The tree of a whole text.
    pub(super) fn read(text: &'a [u8]) -> Option<Self> {
        let mut rest = blanks(text);
        let tree = value(&mut rest, 1)?;
        blanks(rest).is_empty().then_some(tree)
    }

    /// The text of the value at a path.
    pub(super) fn at(&self, path: &[&str]) -> Option<&'a [u8]> {
        let Some((step, rest)) = path.split_first() else {
            return Some(match self {
                Tree::Scalar(text) | Tree::Array(text, _) | Tree::Object(text, _) => text,
            });
        };
        let below = match self {
            Tree::Scalar(_) => None,
            Tree::Array(_, elements) => elements.get(step.parse::<usize>().ok()?),
            Tree::Object(_, members) => members
                .iter()
                .find(|(key, _)| key == step.as_bytes())
                .map(|(_, tree)| tree),
        };
        below?.at(rest)
    }
}

fn blanks(text: &[u8]) -> &[u8] {
    let count = text
        .iter()
        .take_while(|byte| b" \t\r\n".contains(byte))
        .count();
    &text[count..]
}

fn value<'a>(rest: &mut &'a [u8], depth: usize) -> Option<Tree<'a>> {
    if depth > 300 {
        return None;
    }
    match rest.first()? {
        b'{' => container(rest, |rest| member(rest, depth), b'}', Tree::Object),
        b'[' => container(rest, |rest| value(rest, depth + 1), b']', Tree::Array),
        b'"' => string(rest).map(Tree::Scalar),
        _ => scalar(rest).map(Tree::Scalar),
    }
}

fn container<'a, T>(
    rest: &mut &'a [u8],
    mut item: impl FnMut(&mut &'a [u8]) -> Option<T>,
    close: u8,
    make: impl FnOnce(&'a [u8], Vec<T>) -> Tree<'a>,
) -> Option<Tree<'a>> {
    let whole = *rest;
    let mut items = Vec::new();
    *rest = blanks(&rest[1..]);
    if rest.first() != Some(&close) {
        loop {
            items.push(item(rest)?);
            *rest = blanks(rest);
            match rest.first()? {
                b',' => *rest = blanks(&rest[1..]),
                byte if *byte == close => break,
                _ => return None,
            }
        }
    }
    *rest = &rest[1..];
    Some(make(&whole[..whole.len() - rest.len()], items))
}

fn member<'a>(rest: &mut &'a [u8], depth: usize) -> Option<(Vec<u8>, Tree<'a>)> {
    rest.first().filter(|byte| **byte == b'"')?;
    let quoted = string(rest)?;
    let key = crate::json::unescape::decode(&quoted[1..quoted.len() - 1]).into_owned();
    *rest = blanks(rest).strip_prefix(b":")?;
    *rest = blanks(rest);
    Some((key, value(rest, depth + 1)?))
}

fn string<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let whole = *rest;
    let mut at = 1;
    while *whole.get(at)? != b'"' {
        at += if whole[at] == b'\\' { 2 } else { 1 };
    }
    *rest = &whole[at + 1..];
    Some(&whole[..=at])
}

fn scalar<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let whole = *rest;
    let words: [&[u8]; 3] = [b"true", b"false", b"null"];
    let word = words.into_iter().find(|word| whole.starts_with(word));
    let length = match word {
        Some(word) => word.len(),
        None => number_length(whole)?,
    };
    *rest = &whole[length..];
    Some(&whole[..length])
}

fn number_length(text: &[u8]) -> Option<usize> {
    let run = text
        .iter()
        .take_while(|byte| b"0123456789.-+eE".contains(byte))
        .count();
    let may_name = run == 0 || (run == 1 && b"-+".contains(&text[0]) && text.len() > 1);
    if !may_name {
        return Some(run);
    }
    let word = text.get(run..run + 3)?.to_ascii_lowercase();
    (word == b"inf" || word == b"nan").then_some(run + 3)
}
