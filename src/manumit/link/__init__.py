"""Who is who: mentions that are of one person, organisation, contact point, place, vehicle or vessel."""
