"""A go-live set of a tiny company, to be spoiled by tests."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

FILES: dict[str, str] = {
    "territories": """territory_id,name,country_code,region_group
1,North,US,America""",
    "states": """state_id,state_code,country_code,name,territory_id,is_country_level
1,WA,US,Washington,1,0""",
    "addresses": """address_id,line1,line2,city,state_id,postal_code
10,1 Main St,,Seattle,1,98101
11,2 Dock Rd,,Seattle,1,98102""",
    "persons": """person_id,person_type,title,first_name,middle_name,last_name,suffix,email,phone
1,EM,,Ann,,Chief,,ann@example.com,1
2,SP,,Bo,,Seller,,bo@example.com,2
3,IN,,Cy,D,Buyer,,cy@example.com,3
4,SC,,Di,,Keeper,,di@example.com,4""",
    "stores": """store_id,name,salesperson_id,annual_sales
50,Good Bikes,2,3000000""",
    "party_addresses": """party_id,address_id,address_type
3,10,Home
50,11,Main Office
90,11,Main Office""",
    "party_contacts": """party_id,person_id,contact_role
50,4,Owner
90,4,Sales Agent""",
    "customers": """customer_id,person_id,store_id,territory_id,account_number
100,3,,1,AW100
101,4,50,1,AW101""",
    "employees": """employee_id,first_name,last_name,job_title,org_node,hire_date,is_salaried,is_current
1,Ann,Chief,Chief Executive Officer,,2009-01-01,1,1
2,Bo,Seller,Sales Representative,/1/,2009-01-01,1,1""",
    "salespeople": """salesperson_id,territory_id
2,1""",
    "units": """unit_code,name
EA,Each
OZ,Ounces""",
    "sales_tax_rates": """tax_rate_id,state_id,tax_type,tax_percent,name
1,1,3,8.80,Washington""",
    "ship_methods": """ship_method_id,name,ship_base,ship_rate
1,ROAD FREIGHT,1,1""",
    "product_categories": """category_id,name
1,Bikes""",
    "product_subcategories": """subcategory_id,category_id,name
1,1,Road Bikes""",
    "products": """product_id,name,product_number,is_made,is_finished_good,safety_stock,reorder_point,\
standard_cost,list_price,weight_unit,weight,days_to_manufacture,subcategory_id,sell_end_date
1,Road Bike,BK-1,1,1,2,1,100.5555,200.1234,LB,10,4,1,
2,Paint,PA-1,0,0,2,1,1,0,,,0,,""",
    "product_price_history": """product_id,start_date,end_date,list_price
1,2013-01-01,2013-12-31,180
1,2014-01-01,,200.1234""",
    "bom": """bom_id,assembly_id,component_id,start_date,end_date,unit_code,level,qty_per
1,1,2,2010-01-01,,OZ,1,8.00
2,,1,2010-01-01,,EA,0,1.00
3,1,2,2009-01-01,2009-12-31,OZ,1,7.00""",
    "vendors": """vendor_id,account_number,name,credit_rating,is_preferred,is_active
90,PAINT01,Paint Works,1,1,1""",
    "vendor_products": """product_id,vendor_id,lead_time_days,standard_price,min_order_qty
2,90,12,0.9,10""",
    "locations": """location_id,name,cost_per_hour,availability_hours
6,Miscellaneous Storage,0,0
7,Finished Goods Storage,0,0
60,Final Assembly,12.25,96""",
    "routings": """product_id,operation_seq,location_id,hours
1,7,60,4.0""",
    "scrap_reasons": """scrap_reason_id,name
4,Drill pattern incorrect""",
    "work_orders": """work_order_id,product_id,order_qty,stocked_qty,scrapped_qty,start_date,end_date,\
due_date,scrap_reason_id
1,1,12,11,1,2014-01-01,2014-01-09,2014-01-08,4
2,1,3,3,0,2014-01-08,2014-01-18,2014-01-19,
3,1,5,5,0,2014-02-03,2014-02-10,2014-02-14,""",
    "work_order_operations": """work_order_id,operation_seq,location_id,actual_start,actual_end,actual_hours
1,7,60,2014-01-02,2014-01-09,4.0
2,7,60,2014-01-08,2014-01-18,4.0""",
    "inventory": """product_id,location_id,shelf,bin,quantity
1,6,A,1,9
1,7,N/A,0,5
2,6,B,2,100""",
    "sales_orders": """order_id,order_number,order_date,due_date,ship_date,is_online,customer_id,\
salesperson_id,ship_to_address_id,ship_method_id,customer_po,paid_by_card,subtotal,tax,freight,total_due
1000,SO1000,2014-01-02,2014-01-14,2014-01-09,1,100,,10,1,,1,200.1234,16.0099,5.0031,221.1364
1001,SO1001,2014-01-05,2014-01-17,2014-01-12,0,101,2,11,1,PO7,0,600.3701,48.0296,15.0093,663.4090
1002,SO1002,2014-02-01,2014-02-13,2014-02-08,1,100,,10,1,,1,200.1234,16.0099,5.0031,221.1364""",
    "sales_order_lines": """order_id,line_no,product_id,order_qty,unit_price,discount_rate,line_total,\
unit_cost,tracking_number
1000,1,1,1,200.1234,0,200.1234,90,
1001,1,1,2,200.1234,0,400.2468,90,T-1
1001,2,1,1,200.1234,0,200.1234,90,T-1
1002,1,1,1,200.1234,0,200.1234,90,""",
    "purchase_orders": """po_id,status,vendor_id,order_date,total_due
1,4,90,2014-01-01,9.9
2,2,90,2014-02-01,90
3,3,90,2014-02-01,9""",
    "purchase_order_lines": """po_id,due_date,order_qty,product_id,unit_price,received_qty
1,2014-01-15,10,2,0.9,10
2,2014-03-01,100,2,0.9,0
3,2014-02-15,10,2,0.9,0""",
}


def write_set(directory: Path, **changed: str) -> Path:
    """Write the set's files, some of them changed; one of them gzipped."""
    for name, text in (FILES | changed).items():
        if name == "addresses":
            with gzip.open(directory / f"{name}.csv.gz", "wt", encoding="utf-8") as stream:
                stream.write(text + "\n")
        else:
            (directory / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return directory


def with_cell(name: str, row: int, column: str, value: str) -> str:
    """A file of the set with one cell changed; row 1 is the first below the header."""
    rows = list(csv.reader(FILES[name].splitlines()))
    rows[row][rows[0].index(column)] = value
    return "\n".join(",".join(cells) for cells in rows)
