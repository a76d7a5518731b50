//! A case that was judged, for whoever asks what the tests of rules leave untested.

use crate::alerts::Alert;
use crate::expectations;
use crate::suite::{Case, Expected, Silence};

/// A case that was judged.
#[derive(Clone, Copy, Debug)]
pub struct Trial<'t> {
    pub(crate) case: &'t Case,
    /// What was judged.
    pub events: &'t [u8],
    pub(crate) alerts: &'t [Alert],
}

/// A case to look at again, with the alerts that came.
#[derive(Clone, Debug)]
pub struct KeptTrial {
    pub(crate) case: Case,
    alerts: Vec<Alert>,
}

/// A rule that fires.
#[derive(Clone, Copy, Debug)]
pub struct Fired<'f> {
    /// Its name.
    pub rule: &'f str,
    /// Which of the alerts of the case that is; nothing for one that did not come, and is as it should be.
    pub alert: Option<usize>,
}

impl Trial<'_> {
    /// Whether anything is expected of a rule.
    pub fn is_about(&self, rule: &str) -> bool {
        self.case.expected.is_about(rule)
    }

    /// The name of the case.
    pub fn name(&self) -> &str {
        &self.case.name
    }

    /// The rules that raised an alert, for each.
    pub fn raised(&self) -> impl Iterator<Item = &str> {
        self.alerts.iter().map(|alert| &*alert.rule)
    }

    /// To be looked at again.
    pub fn keep(&self) -> KeptTrial {
        KeptTrial {
            case: self.case.clone(),
            alerts: self.alerts.to_vec(),
        }
    }
}

impl KeptTrial {
    /// The name of the case.
    pub fn name(&self) -> &str {
        &self.case.name
    }

    /// Whether anything is expected of a rule.
    pub fn is_about(&self, rule: &str) -> bool {
        self.case.expected.is_about(rule)
    }

    /// How many alerts came.
    pub fn alerts(&self) -> usize {
        self.alerts.len()
    }

    /// Whether the case would fail if these rules had fired.
    pub fn notices(&self, fired: &[Fired<'_>]) -> bool {
        !expectations::would_hold(&self.case.expected, &self.alerts, fired)
    }
}

impl Expected {
    /// Whether it says anything of a rule: that no other fires is something of every rule.
    pub(crate) fn is_about(&self, rule: &str) -> bool {
        let is_about_all = self.only.is_some() || matches!(self.silent, Silence::All(_));
        is_about_all || self.named_rules().any(|name| name.text == rule)
    }
}
