//! How long most took, from the buckets of a histogram.

use super::exposition::Samples;

/// The counts of a histogram: below which bound so many lie.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Histogram {
    buckets: Vec<(f64, f64)>,
}

impl Histogram {
    /// The histogram of this name.
    pub(super) fn of(samples: &Samples, name: &str) -> Self {
        let name = format!("{name}_bucket");
        let buckets = samples.named(&name).filter_map(|sample| {
            let bound = match sample.label("le") {
                "+Inf" => f64::INFINITY,
                bound => bound.parse().ok()?,
            };
            Some((bound, sample.value))
        });
        let mut buckets: Vec<(f64, f64)> = buckets.collect();
        buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { buckets }
    }

    /// What came since an earlier state; everything if that was of an earlier start.
    pub(super) fn since(&self, earlier: &Self) -> Self {
        let is_later = self.count() >= earlier.count();
        if !is_later || self.buckets.len() != earlier.buckets.len() {
            return self.clone();
        }
        let both = self.buckets.iter().zip(&earlier.buckets);
        let buckets = both.map(|((bound, now), (_, before))| (*bound, (now - before).max(0.0)));
        Self {
            buckets: buckets.collect(),
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> f64 {
        self.buckets.last().map_or(0.0, |(_, count)| *count)
    }

    /// The value that this share of all lies below, as Prometheus reckons it: evenly within a bucket. Nothing if there is
    /// none, or if it lies beyond the last bound, which the second value then is.
    pub(super) fn quantile(&self, share: f64) -> Option<Quantile> {
        let rank = share * self.count();
        if self.count() <= 0.0 {
            return None;
        }
        let (mut below, mut least) = (0.0, 0.0);
        for (bound, count) in &self.buckets {
            if *count >= rank {
                return Some(if bound.is_infinite() {
                    Quantile::Beyond(least)
                } else {
                    let part = (rank - below) / (count - below).max(f64::MIN_POSITIVE);
                    Quantile::About(least + (bound - least) * part)
                });
            }
            (below, least) = (*count, *bound);
        }
        None
    }
}

/// A value that a share of all lies below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Quantile {
    /// As far as buckets tell.
    About(f64),
    /// More than the last bound.
    Beyond(f64),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(counts: [u32; 3]) -> Histogram {
        let [a, b, c] = counts;
        let text = format!(
            "h_bucket{{le=\"0.1\"}} {a}\nh_bucket{{le=\"+Inf\"}} {c}\nh_bucket{{le=\"0.5\"}} {b}\n"
        );
        Histogram::of(&Samples::read(&text), "h")
    }

    #[test]
    fn a_quantile_lies_evenly_in_its_bucket() {
        let all = histogram([50, 100, 100]);
        assert_eq!(all.quantile(0.25), Some(Quantile::About(0.05)));
        let Some(Quantile::About(half)) = all.quantile(0.75) else {
            panic!("beyond")
        };
        assert!((half - 0.3).abs() < 1e-9, "{half}");
        assert_eq!(
            histogram([0, 1, 100]).quantile(0.99),
            Some(Quantile::Beyond(0.5))
        );
        assert_eq!(histogram([0, 0, 0]).quantile(0.5), None);
        assert_eq!(Histogram::default().quantile(0.5), None);
    }

    #[test]
    fn only_what_came_since_counts() {
        let since = histogram([60, 100, 100]).since(&histogram([50, 50, 50]));
        assert_eq!(since, histogram([10, 50, 50]));
        let anew = histogram([1, 1, 1]);
        assert_eq!(anew.since(&histogram([50, 50, 50])), anew);
    }
}
