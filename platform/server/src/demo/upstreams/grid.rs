//! Places on the British National Grid, in which councils and Street Manager write them. The way back is in the plugins' SDK; both are
//! right to 5 metres (Ordnance Survey, “A guide to coordinate systems in Great Britain”, annexes B and C).

/// Half axes of the grid's ellipsoid and of that of WGS 84, in metres.
const AIRY: (f64, f64) = (6_377_563.396, 6_356_256.909);
const WGS_84: (f64, f64) = (6_378_137.0, 6_356_752.314_245);

fn eccentricity_squared((a, b): (f64, f64)) -> f64 {
    1.0 - (b * b) / (a * a)
}

/// Easting and northing in metres.
pub(super) fn of(longitude: f64, latitude: f64) -> (f64, f64) {
    let (latitude, longitude) = on_airy(latitude.to_radians(), longitude.to_radians());
    projected(latitude, longitude)
}

/// From the ellipsoid of WGS 84 to the grid's own, by way of a point in space.
fn on_airy(latitude: f64, longitude: f64) -> (f64, f64) {
    let e2 = eccentricity_squared(WGS_84);
    let nu = WGS_84.0 / (1.0 - e2 * latitude.sin().powi(2)).sqrt();
    let (x, y, z) = (
        nu * latitude.cos() * longitude.cos(),
        nu * latitude.cos() * longitude.sin(),
        (1.0 - e2) * nu * latitude.sin(),
    );
    let seconds = |seconds: f64| (seconds / 3_600.0).to_radians();
    let (rx, ry, rz, scale) = (seconds(-0.1502), seconds(-0.2470), seconds(-0.8421), 1.0 + 20.4894e-6);
    let (x, y, z) = (
        -446.448 + scale * x - rz * y + ry * z,
        125.157 + rz * x + scale * y - rx * z,
        -542.060 - ry * x + rx * y + scale * z,
    );
    let (e2, flat) = (eccentricity_squared(AIRY), x.hypot(y));
    let mut found = z.atan2(flat * (1.0 - e2));
    for _ in 0..6 {
        let nu = AIRY.0 / (1.0 - e2 * found.sin().powi(2)).sqrt();
        found = (z + e2 * nu * found.sin()).atan2(flat);
    }
    (found, y.atan2(x))
}

fn projected(latitude: f64, longitude: f64) -> (f64, f64) {
    const SCALE: f64 = 0.999_601_271_7;
    let (a, b) = AIRY;
    let (e2, n) = (eccentricity_squared(AIRY), (a - b) / (a + b));
    let true_latitude = 49_f64.to_radians();
    let (minus, plus) = (latitude - true_latitude, latitude + true_latitude);
    let meridian = b
        * SCALE
        * ((1.0 + n + 1.25 * n * n + 1.25 * n.powi(3)) * minus
            - (3.0 * n + 3.0 * n * n + 2.625 * n.powi(3)) * minus.sin() * plus.cos()
            + (1.875 * n * n + 1.875 * n.powi(3)) * (2.0 * minus).sin() * (2.0 * plus).cos()
            - 35.0 / 24.0 * n.powi(3) * (3.0 * minus).sin() * (3.0 * plus).cos());
    let (sin, cos, t2) = (latitude.sin(), latitude.cos(), latitude.tan().powi(2));
    let nu = a * SCALE / (1.0 - e2 * sin * sin).sqrt();
    let rho = a * SCALE * (1.0 - e2) / (1.0 - e2 * sin * sin).powf(1.5);
    let (eta2, east) = (nu / rho - 1.0, longitude - (-2_f64).to_radians());
    let ii = nu / 2.0 * sin * cos;
    let iii = nu / 24.0 * sin * cos.powi(3) * (5.0 - t2 + 9.0 * eta2);
    let iiia = nu / 720.0 * sin * cos.powi(5) * (61.0 - 58.0 * t2 + t2 * t2);
    let v = nu / 6.0 * cos.powi(3) * (nu / rho - t2);
    let vi = nu / 120.0 * cos.powi(5) * (5.0 - 18.0 * t2 + t2 * t2 + 14.0 * eta2 - 58.0 * t2 * eta2);
    (
        400_000.0 + nu * cos * east + v * east.powi(3) + vi * east.powi(5),
        meridian - 100_000.0 + ii * east.powi(2) + iii * east.powi(4) + iiia * east.powi(6),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tower_of_the_guide_is_where_the_guide_says() {
        // The worked example of annexe C, on the grid's own ellipsoid.
        let degrees =
            |whole: f64, minutes: f64, seconds: f64| (whole + minutes / 60.0 + seconds / 3_600.0).to_radians();
        let (east, north) = projected(degrees(52.0, 39.0, 27.2531), degrees(1.0, 43.0, 4.5177));
        assert!((east - 651_409.903).abs() < 0.01 && (north - 313_177.270).abs() < 0.01, "{east} {north}");
    }

    #[test]
    fn a_place_of_wgs_84_is_right_to_some_metres() {
        let (east, north) = of(-1.4746, 52.9225);
        assert!((east - 435_400.0).abs() < 150.0 && (north - 336_300.0).abs() < 250.0, "{east} {north}");
    }
}
