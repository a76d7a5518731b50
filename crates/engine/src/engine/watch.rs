//! Who looks on while events are judged.

use falconet_event::catalogue::Source;

use crate::matcher::Matcher;
use crate::observed::{Observer, Rules, Watching};
use crate::profile::Profiler;
use crate::program::ProgramBuilder;
use crate::settings::Settings;

/// Who looks on.
#[derive(Debug)]
pub(super) enum Watch {
    /// Nobody: production.
    Nobody,
    /// Whoever counts what rules cost.
    Profile(Box<Profiler>),
    /// Whoever is shown events in place of raising alerts.
    Observer(Box<Watching>),
}

impl Watch {
    /// An observer; else whoever counts, if that was asked for.
    pub(super) fn of(
        observer: Option<Box<dyn Observer>>,
        settings: &Settings,
        matcher: &Matcher,
        program: &mut ProgramBuilder<'_>,
        source: &Source,
    ) -> Self {
        let statistics = &matcher.statistics;
        match observer {
            Some(mut observer) => Self::Observer(Box::new(Watching {
                rules: Rules {
                    positions: statistics.positions().collect(),
                    found_by: program.found_by(),
                    matching: settings.rule_matching,
                    wanted: observer
                        .wanted(source)
                        .iter()
                        .map(|expression| program.expression(expression))
                        .collect(),
                },
                observer,
            })),
            None if settings.profile => {
                let profiler = Profiler::new(statistics.names(), program.found_by());
                Self::Profile(Box::new(profiler))
            }
            None => Self::Nobody,
        }
    }

    /// Whoever counts.
    pub(super) fn profiler(&self) -> Option<&Profiler> {
        match self {
            Self::Profile(profiler) => Some(profiler),
            _ => None,
        }
    }
}
