//! The plugin versions that files require.

use std::collections::HashSet;

use falconet_event::catalogue::Plugin;
use thiserror::Error;

use super::Collector;
use crate::advice::Advice;
use crate::report::{Context, LoadError, Loaded, invalid};
use crate::version::Version;

/// A plugin of at least some version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PluginRequirement {
    pub(crate) name: String,
    pub(crate) version: String,
}

/// Requirements that must all be met; of each, the first plugin that is loaded decides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Requirements {
    all: Vec<Requirement>,
}

#[derive(Clone, Debug)]
struct Requirement {
    alternatives: Vec<PluginRequirement>,
    context: Context,
}

/// Why the loaded plugins do not do. The texts are Falco's.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PluginError {
    /// A plugin is too old, or of another major version.
    #[error(
        "Plugin '{name}' version '{version}' is not compatible with required plugin version '{required}'"
    )]
    Incompatible {
        /// The plugin.
        name: String,
        /// Its version.
        version: String,
        /// What is required.
        required: String,
    },
    /// A plugin says no version.
    #[error("Plugin '{name}' has invalid version string '{version}'")]
    InvalidVersion {
        /// The plugin.
        name: String,
        /// What it says.
        version: String,
    },
    /// None of the plugins is loaded.
    #[error("Plugin requirement not satisfied, must load one of: {0}")]
    Missing(String),
}

impl PluginError {
    fn advice(&self) -> Advice {
        match self {
            Self::Incompatible { version, .. } => {
                format!("the plugin here is version `{version}`: what is required must have the same first number and be no newer").into()
            }
            Self::InvalidVersion { .. } | Self::Missing(_) => Advice::default(),
        }
    }
}

impl Collector {
    /// Notes a requirement: a plugin and its alternatives.
    pub(crate) fn require_plugin(
        &mut self,
        alternatives: Vec<PluginRequirement>,
        context: &Context,
    ) -> Loaded<()> {
        let mut names = HashSet::new();
        for requirement in &alternatives {
            let PluginRequirement { name, version } = requirement;
            if Version::parse(version).is_none() {
                return Err(invalid(
                    format!("Invalid required version '{version}' for plugin '{name}'"),
                    context,
                ));
            }
            if !names.insert(name) {
                return Err(invalid(
                    format!(
                        "Defined multiple alternative version requirements for plugin '{name}'"
                    ),
                    context,
                ));
            }
        }
        self.requirements.all.push(Requirement {
            alternatives,
            context: context.clone(),
        });
        Ok(())
    }
}

impl Requirements {
    /// Whether the loaded plugins do.
    pub(crate) fn check(&self, plugins: &[Plugin]) -> Result<(), PluginError> {
        self.all
            .iter()
            .try_for_each(|requirement| check_one(&requirement.alternatives, plugins))
    }

    /// Every requirement that the loaded plugins do not meet.
    pub(crate) fn errors(&self, plugins: &[Plugin]) -> Vec<LoadError> {
        let error_of = |requirement: &Requirement| {
            let error = check_one(&requirement.alternatives, plugins).err()?;
            Some(invalid(error.to_string(), &requirement.context).advised(error.advice()))
        };
        self.all.iter().filter_map(error_of).collect()
    }
}

fn check_one(alternatives: &[PluginRequirement], plugins: &[Plugin]) -> Result<(), PluginError> {
    let loaded = |requirement: &PluginRequirement| {
        plugins
            .iter()
            .find(|plugin| plugin.name == requirement.name)
    };
    let found = alternatives
        .iter()
        .find_map(|requirement| Some((requirement, loaded(requirement)?)));
    let Some((requirement, plugin)) = found else {
        let wanted: Vec<_> = alternatives
            .iter()
            .map(|wanted| format!("{} (>= {})", wanted.name, wanted.version))
            .collect();
        return Err(PluginError::Missing(wanted.join(", ")));
    };
    let (name, version) = (plugin.name.to_string(), plugin.version.to_string());
    let Some(parsed) = Version::parse(&version) else {
        return Err(PluginError::InvalidVersion { name, version });
    };
    let required = &requirement.version;
    if Version::parse(required).is_some_and(|required| parsed.satisfies(required)) {
        return Ok(());
    }
    Err(PluginError::Incompatible {
        name,
        version,
        required: required.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(requirement: &[(&str, &str)], plugins: &[(&str, &str)]) -> Result<(), String> {
        let requirement = requirement.iter().map(|(name, version)| PluginRequirement {
            name: (*name).to_owned(),
            version: (*version).to_owned(),
        });
        let plugins: Vec<_> = plugins
            .iter()
            .map(|(name, version)| Plugin {
                name: (*name).to_owned().into(),
                version: (*version).to_owned().into(),
            })
            .collect();
        let requirements = Requirements {
            all: vec![Requirement {
                alternatives: requirement.collect(),
                context: Context::file(falconet_diagnostics::SourceId(0), "r.yaml"),
            }],
        };
        requirements
            .check(&plugins)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_first_alternative_that_is_loaded_decides() {
        let wanted = [("p", "1.0.0"), ("q", "0.1.0")];
        assert_eq!(check(&wanted, &[("q", "0.1.5")]), Ok(()));
        assert!(
            check(&wanted, &[("q", "0.1.5"), ("p", "2.0.0")])
                .unwrap_err()
                .contains("'p' version '2.0.0' is not compatible")
        );
    }

    #[test]
    fn a_requirement_without_a_loaded_plugin_names_all_of_them() {
        let error = check(&[("p", "1.0.0"), ("q", "0.1.0")], &[("r", "1.0.0")]);
        assert_eq!(
            error.unwrap_err(),
            "Plugin requirement not satisfied, must load one of: p (>= 1.0.0), q (>= 0.1.0)"
        );
    }

    #[test]
    fn a_plugin_without_a_version_is_named() {
        assert_eq!(
            check(&[("p", "1.0.0")], &[("p", "bad")]).unwrap_err(),
            "Plugin 'p' has invalid version string 'bad'"
        );
    }
}
