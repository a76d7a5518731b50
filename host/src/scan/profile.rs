//! What rules cost: counted by the module, and seen by looking at each tick what it does.

use std::cmp::Reverse;

use serde::Serialize;

use crate::messages::{ProfileAnswer, RuleCosts};
use crate::runtime::Samples;

const SCANNING: u32 = 0;
const FINDING: u32 = 1;
const WRITING: u32 = 2;
const FIRST_RULE: u32 = 3;

/// What the rules of a scan cost, on all threads.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) glanced: u64,
    rules: Vec<RuleCosts>,
    samples: Samples,
}

/// How the time in the module was seen to be spent, as parts of 1.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Shares {
    /// Splitting off records and scanning them, and first looks.
    pub(crate) scanning: f64,
    /// Looking up which rules can match.
    pub(crate) finding: f64,
    /// Judging rules.
    pub(crate) judging: f64,
    /// Writing alerts.
    pub(crate) writing: f64,
}

/// A rule and its share of the time in the module.
#[derive(Debug, Serialize)]
pub(crate) struct RuleShare<'a> {
    /// A part of 1; nothing if nothing was seen.
    pub(crate) share: Option<f64>,
    #[serde(flatten)]
    pub(crate) costs: &'a RuleCosts,
}

impl Profile {
    /// Adds what was counted and seen of an instance.
    pub(super) fn add(&mut self, answer: ProfileAnswer) {
        self.glanced = self.glanced.saturating_add(answer.glanced);
        if self.rules.is_empty() {
            self.rules = answer.costs;
            return;
        }
        for (sum, more) in self.rules.iter_mut().zip(answer.costs) {
            sum.considered = sum.considered.saturating_add(more.considered);
            sum.judged = sum.judged.saturating_add(more.judged);
            sum.matched = sum.matched.saturating_add(more.matched);
            sum.tests = sum.tests.saturating_add(more.tests);
        }
    }

    /// Adds what an instance was seen to do.
    pub(super) fn add_samples(&mut self, samples: Samples) {
        for (activity, times) in samples {
            let sum = self.samples.entry(activity).or_default();
            *sum = sum.saturating_add(times);
        }
    }

    /// How often it was looked.
    pub(crate) fn looks(&self) -> u64 {
        self.samples
            .values()
            .fold(0, |sum, times| sum.saturating_add(*times))
    }

    /// A sum over all rules.
    pub(crate) fn sum(&self, of: impl Fn(&RuleCosts) -> u64) -> u64 {
        self.rules.iter().map(of).fold(0, u64::saturating_add)
    }

    /// How the time in the module was spent; nothing if nothing was seen.
    pub(crate) fn shares(&self) -> Option<Shares> {
        let share = |activity| self.share(activity);
        let (scanning, finding) = (share(SCANNING)?, share(FINDING)?);
        let writing = share(WRITING)?;
        let judging = (1.0 - scanning - finding - writing).max(0.0);
        Some(Shares {
            scanning,
            finding,
            judging,
            writing,
        })
    }

    /// All rules, those first that took most of the time.
    pub(crate) fn by_time(&self) -> Vec<RuleShare<'_>> {
        let numbered = (FIRST_RULE..).zip(&self.rules);
        let mut rules: Vec<_> = numbered.collect();
        rules.sort_by_key(|(activity, costs)| {
            Reverse((self.seen(*activity), costs.tests, costs.considered))
        });
        let shares = rules.into_iter().map(|(activity, costs)| RuleShare {
            share: self.share(activity),
            costs,
        });
        shares.collect()
    }

    fn seen(&self, activity: u32) -> u64 {
        self.samples.get(&activity).copied().unwrap_or_default()
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "it is a share, shown with three digits"
    )]
    fn share(&self, activity: u32) -> Option<f64> {
        let all = self.looks();
        (all > 0).then(|| self.seen(activity) as f64 / all as f64)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Of three rules, with and without something that they are found by.
    pub(crate) fn profile() -> Profile {
        let answer = r#"{"glanced": 70, "activity": 8, "costs": [
            {"name": "a", "considered": 100, "judged": 9, "matched": 1, "tests": 12, "found_by": null},
            {"name": "busy", "considered": 5, "judged": 5, "matched": 0, "tests": 5000,
             "found_by": {"expression": "ct.name", "count": 9,
                          "values": [{"text": "Get", "share": "beginning"}, {"text": "Put", "share": "whole"}]}},
            {"name": "idle", "considered": 0, "judged": 0, "matched": 0, "tests": 0,
             "found_by": {"expression": "ct.src", "count": 1, "values": [{"text": "s3", "share": "whole"}]}}]}"#;
        let mut profile = Profile::default();
        profile.add(serde_json::from_str(answer).unwrap());
        profile
    }

    #[test]
    fn what_instances_counted_is_summed() {
        let mut sum = profile();
        let other = profile();
        sum.add(ProfileAnswer {
            glanced: other.glanced,
            activity: 0,
            costs: other.rules,
        });
        assert_eq!((sum.glanced, sum.sum(|rule| rule.considered)), (140, 210));
        assert_eq!(sum.rules.len(), 3);
    }

    #[test]
    fn time_is_shared_by_what_was_seen() {
        let mut profile = profile();
        assert!(profile.shares().is_none());
        assert_eq!(profile.by_time()[0].costs.name, "busy");
        profile.add_samples(Samples::from([(0, 5), (1, 1), (3, 2)]));
        profile.add_samples(Samples::from([(2, 1), (3, 1)]));
        let shares = profile.shares().unwrap();
        let near = |share: f64, expected: f64| (share - expected).abs() < 1e-9;
        assert!(near(shares.scanning, 0.5) && near(shares.finding, 0.1));
        assert!(near(shares.judging, 0.3) && near(shares.writing, 0.1));
        let rules = profile.by_time();
        assert_eq!(rules[0].costs.name, "a");
        assert!(near(rules[0].share.unwrap(), 0.3) && near(rules[1].share.unwrap(), 0.0));
    }
}
