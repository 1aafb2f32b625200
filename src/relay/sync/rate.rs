//! A bucket that fills at a steady rate: bursts pass, floods do not.

use std::time::{Duration, Instant};

/// Counts what is taken against what has come in since.
#[derive(Debug)]
pub struct Bucket {
    rate: f64,
    burst: f64,
    level: f64,
    at: Instant,
}

impl Bucket {
    /// Fills with `rate` a second, holds `burst`, and is full.
    pub fn new(rate: f64, burst: f64, now: Instant) -> Self {
        Self { rate, burst, level: burst, at: now }
    }

    /// Takes this much, also more than there is; how long to wait until it has come in.
    pub fn take(&mut self, amount: f64, now: Instant) -> Duration {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        self.level = (since.mul_add(self.rate, self.level)).min(self.burst) - amount;
        self.at = now;
        if self.level >= 0.0 { Duration::ZERO } else { Duration::from_secs_f64(-self.level / self.rate) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_waits() {
        let start = Instant::now();
        let mut bucket = Bucket::new(10.0, 100.0, start);
        assert_eq!(bucket.take(100.0, start), Duration::ZERO);
        assert_eq!(bucket.take(5.0, start), Duration::from_millis(500));
        let later = start + Duration::from_secs(1);
        assert_eq!(bucket.take(5.0, later), Duration::ZERO, "what came in meanwhile is there");
        let much_later = start + Duration::from_secs(1000);
        assert_eq!(bucket.take(110.0, much_later), Duration::from_secs(1), "it holds no more than a burst");
    }
}
