//! Keys like `append_output[0].extra_fields[]`.

use super::SettingError;

/// A parsed key: names joined by dots, each with an optional list step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyPath(Vec<Segment>);

/// One name of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// The name.
    pub(super) name: String,
    /// What follows in brackets.
    pub(super) step: Option<Step>,
}

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// `[]`: a new entry at the end.
    Append,
    /// `[N]`: entry N, or a new one if it is the next.
    At(usize),
}

impl KeyPath {
    /// Reads a key.
    pub(super) fn parse(key: &str) -> Result<Self, SettingError> {
        key.split('.')
            .map(|part| {
                Segment::parse(part).ok_or_else(|| SettingError::MalformedKey(key.to_owned()))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The first segment and the rest.
    pub(super) fn split_first(&self) -> Option<(&Segment, &[Segment])> {
        self.0.split_first()
    }
}

impl Segment {
    fn parse(part: &str) -> Option<Self> {
        let (name, step) = match part.split_once('[') {
            Some((name, rest)) => (name, Some(Step::parse(rest.strip_suffix(']')?)?)),
            None => (part, None),
        };
        (!name.is_empty() && !name.contains(']')).then(|| Self {
            name: name.to_owned(),
            step,
        })
    }
}

impl Step {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "" => Some(Self::Append),
            digits => digits.parse().ok().map(Self::At),
        }
    }

    /// The entry of `list` that is meant, made if it is the next one.
    pub(super) fn entry_of<'a, T: Default>(
        self,
        list: &'a mut Vec<T>,
        key: &str,
    ) -> Result<&'a mut T, SettingError> {
        let at = match self {
            Self::Append => list.len(),
            Self::At(at) => at,
        };
        if at == list.len() {
            list.push(T::default());
        }
        list.get_mut(at)
            .ok_or_else(|| SettingError::NoSuchEntry(key.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_keys_are_refused() {
        for key in ["", "a.", ".a", "a[", "a]", "a[x]", "a[-1]", "a[1]b", "[]"] {
            assert!(KeyPath::parse(key).is_err(), "{key}");
        }
    }

    #[test]
    fn names_and_steps_are_separated() {
        let path = KeyPath::parse("a[].b.c[3]").unwrap();
        let steps: Vec<_> = path
            .0
            .iter()
            .map(|segment| (segment.name.as_str(), segment.step))
            .collect();
        assert_eq!(
            steps,
            [
                ("a", Some(Step::Append)),
                ("b", None),
                ("c", Some(Step::At(3)))
            ]
        );
    }
}
