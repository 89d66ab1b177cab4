"""A roster → many kits."""
