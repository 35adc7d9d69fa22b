//! A feed that asks outside while it reads its settings. Must be told that it may not.

use sdk::feeds::{FeedError, Task};
use sdk::people::{Feed, Reading};
use sdk::settings::Settings;

struct Guest;

impl Feed for Guest {
    type Prepared<'a> = ();

    fn prepare(settings: &Settings<'_>) {
        let address = settings.text("address");
        if let Err(FeedError::NotAllowed(why)) = sdk::http::get(address, None) {
            settings.problem("address", why, "Ask later.");
        }
    }

    fn read((): (), _: Task) -> Result<Reading, FeedError> {
        Err(FeedError::NotThisWay)
    }
}

sdk::register_people_feed!(Guest);
