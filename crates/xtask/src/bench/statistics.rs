//! Numbers out of repeated measurements.

use serde::{Deserialize, Serialize};

/// The middle of measurements, and how far they lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Spread {
    /// The median.
    pub(super) median: f64,
    /// The lower quartile.
    pub(super) low: f64,
    /// The upper quartile.
    pub(super) high: f64,
}

impl Spread {
    /// That of values in any order; nothing if there are none.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        Some(Self {
            median: quantile(&values, 2)?,
            low: quantile(&values, 1)?,
            high: quantile(&values, 3)?,
        })
    }

    /// A value that was measured once.
    pub(super) fn once(value: f64) -> Self {
        Self {
            median: value,
            low: value,
            high: value,
        }
    }

    /// In another unit.
    pub(super) fn times(self, factor: f64) -> Self {
        Self {
            median: self.median * factor,
            low: self.low * factor,
            high: self.high * factor,
        }
    }
}

/// The quartile of that number of sorted values, between two of them if it falls there.
fn quantile(sorted: &[f64], quartile: usize) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? * quartile;
    let (below, quarters) = (place / 4, place % 4);
    let low = sorted.get(below)?;
    let high = sorted.get(below + 1).unwrap_or(low);
    let share = [0.0, 0.25, 0.5, 0.75].get(quarters)?;
    Some(low + (high - low) * share)
}

/// The slope of a line through points by least squares, both sides as logarithms: 1 where cost is in proportion to size,
/// 2 where it is in proportion to its square. Nothing if all sizes are the same.
pub(super) fn log_slope(points: &[(f64, f64)]) -> Option<f64> {
    let logs: Vec<_> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let count = logs.iter().map(|_| 1.0).sum::<f64>();
    let mean_x = logs.iter().map(|point| point.0).sum::<f64>() / count;
    let mean_y = logs.iter().map(|point| point.1).sum::<f64>() / count;
    let together = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y));
    let spread = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum::<f64>();
    (spread > 0.0).then(|| together.sum::<f64>() / spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(values: &[f64]) -> (f64, f64, f64) {
        let spread = Spread::of(values.iter().copied()).unwrap();
        (spread.low, spread.median, spread.high)
    }

    #[test]
    fn the_median_and_the_quartiles_lie_between_values_where_they_must() {
        assert_eq!(spread(&[5.0, 1.0, 2.0, 4.0, 3.0]), (2.0, 3.0, 4.0));
        assert_eq!(spread(&[1.0, 2.0]), (1.25, 1.5, 1.75));
        assert_eq!(spread(&[7.0]), (7.0, 7.0, 7.0));
        assert_eq!(Spread::of([].into_iter()), None);
    }

    #[test]
    fn one_that_took_long_moves_nothing() {
        assert_eq!(spread(&[1.0, 1.0, 1.0, 1.0, 90.0]), (1.0, 1.0, 1.0));
    }

    #[test]
    fn the_slope_is_the_power_of_the_growth() {
        let of = |power: i32| {
            let points = [1.0_f64, 2.0, 4.0, 8.0, 16.0].map(|x| (x, 3.0 * x.powi(power)));
            format!("{:.3}", log_slope(&points).unwrap())
        };
        assert_eq!(
            (of(1), of(2), of(0)),
            ("1.000".into(), "2.000".into(), "0.000".into())
        );
        assert_eq!(log_slope(&[(1.0, 2.0)]), None);
    }
}
