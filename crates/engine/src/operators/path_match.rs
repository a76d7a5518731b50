//! `pmatch`: some path of a list is a prefix of the value, component by component.
//!
//! Values and paths are split at `/`, and empty components do not count, so a leading `/` is irrelevant.
//! A component with `?`, `*` or `[` is a glob over one component. A path without components matches
//! everything.

use super::glob::Glob;

/// The paths of one `pmatch`.
#[derive(Debug)]
pub(crate) struct PathPrefixes(Vec<Vec<Component>>);

#[derive(Debug)]
enum Component {
    Literal(Box<[u8]>),
    Glob(Glob),
}

impl PathPrefixes {
    /// Compiles the paths.
    pub(crate) fn new(paths: &[Vec<u8>]) -> Self {
        Self(
            paths
                .iter()
                .map(|path| components(path).map(Component::new).collect())
                .collect(),
        )
    }

    /// Whether some path is a prefix of `value`.
    pub(crate) fn hold(&self, value: &[u8]) -> bool {
        self.0.iter().any(|path| is_prefix(path, value))
    }
}

impl Component {
    fn new(text: &[u8]) -> Self {
        if text.iter().any(|byte| matches!(byte, b'?' | b'*' | b'[')) {
            Self::Glob(Glob::new(text, false))
        } else {
            Self::Literal(text.into())
        }
    }

    fn matches(&self, text: &[u8]) -> bool {
        match self {
            Self::Literal(own) => &**own == text,
            Self::Glob(glob) => glob.matches(text),
        }
    }
}

fn components(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|&byte| byte == b'/')
        .filter(|part| !part.is_empty())
}

fn is_prefix(path: &[Component], value: &[u8]) -> bool {
    let mut parts = components(value);
    path.iter()
        .all(|component| parts.next().is_some_and(|part| component.matches(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(value: &str, paths: &[&str]) -> bool {
        let paths: Vec<_> = paths.iter().map(|path| path.as_bytes().to_vec()).collect();
        PathPrefixes::new(&paths).hold(value.as_bytes())
    }

    #[test]
    fn whole_components_must_match() {
        assert!(hold("/var/run/x", &["/var/run"]));
        assert!(hold("var//run", &["/var/run/"]));
        assert!(!hold("/var/runx", &["/var/run"]));
        assert!(!hold("/var", &["/var/run"]));
    }

    #[test]
    fn the_root_matches_everything() {
        assert!(hold("", &["/"]));
        assert!(hold("anything", &[""]));
        assert!(!hold("anything", &[]));
    }

    #[test]
    fn globs_stay_within_a_component_and_all_paths_are_tried() {
        assert!(hold("/qq/z", &["/*/y", "/q*/x", "/??/z"]));
        assert!(!hold("/a/b", &["/a*b"]));
        assert!(!hold("x", &["?*/q/b", "*/x"]));
    }
}
