import Citemill
